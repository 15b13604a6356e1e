# frozen_string_literal: true

module Asciidoctor
  module Threatline
    # What the block and the macro have in common: from a model to a block of the document.
    module Drawing
      include Logging

      FORMATS = %w[svg png].freeze

      private

      # The block given finds the model. `begins` is where in the document it begins, or where the document names its file.
      def draw(parent, attributes, begins, &model)
        drawing, file = start(parent.document, attributes, &model)
        Diagram.of(parent, attributes.merge('style' => nil), ->(copy = 1) { finish(drawing, begins, copy) }, file)
      end

      # Starts to draw, so that the outcome is there, or nearly, when the document is written.
      def start(document, attributes)
        permissions = Permissions.new(document)
        model = yield permissions
        format = format_of(document, attributes)
        options = options_of(document, attributes).merge(permissions.options)
        compiler = Compiler.new(permissions.command)
        first = compiler.start(model, format, options)
        drawing = ->(copy) { copy == 1 ? first.call : compiler.start(model, format, options.merge('copy' => copy)).call }
        [drawing, inline?(document, attributes) ? nil : [format, permissions.output_folder]]
      rescue Permissions::Refused => e
        [->(_) { raise e }, nil]
      end

      def options_of(document, attributes)
        options = %w[view show theme].to_h { |name| [name, attributes[name] || document.attr("threatline-#{name}")] }
        # What is printed is not dark.
        options['theme'] ||= 'light' unless page?(document)
        options.compact
      end

      # The picture, or else what stands in its place.
      def finish(drawing, begins, copy)
        outcome = drawing.call(copy)
        outcome.findings.each { |finding| log(finding, begins) } if copy == 1
        [outcome.picture, outcome.findings.select(&:error?).join("\n")]
      rescue Permissions::Refused, Compiler::Missing => e
        logger.error message_with_context(e.message, source_location: begins)
        [nil, e.message]
      end

      def inline?(document, attributes)
        return false unless page?(document) && format_of(document, attributes) == 'svg'

        attributes.key?('inline-option') || !(attributes.key?('file-option') || document.attr?('threatline-file'))
      end

      # Not the base backend: that of Asciidoctor PDF is HTML too.
      def page?(document)
        document.attr?('filetype', 'html')
      end

      def format_of(document, attributes)
        # Asciidoctor PDF paints the outline of a text over it, and so hides labels of an SVG.
        usual = document.backend == 'pdf' ? 'png' : 'svg'
        format = attributes['format'] || document.attr('threatline-format', usual)
        return format if FORMATS.include?(format)

        raise Permissions::Refused, "`#{format}` is no format of a diagram; known: #{FORMATS.join ', '}"
      end

      def log(finding, begins)
        text = finding.of_document? ? finding.to_s : "#{finding.place}: #{finding}"
        logger.public_send(level(finding), message_with_context(text, source_location: line_of(finding, begins)))
      end

      def line_of(finding, begins)
        return begins unless finding.line && finding.of_document?

        Reader::Cursor.new(begins.file, begins.dir, begins.path, begins.lineno + finding.line - 1)
      end

      # A picture is drawn in spite of a warning, and whoever checks the model hears of it. But without an import it is not whole.
      def level(finding)
        return :error if finding.error?

        finding.code == 'TM0509' ? :warn : :info
      end
    end

    # A block whose lines are a model.
    class FencedModel < Extensions::BlockProcessor
      include Drawing

      use_dsl
      on_contexts :listing, :literal, :open
      # Not `raw`, for which the reader does not know where in the document it is. The reader is empty once `process` is done.
      parse_content_as :compound

      def process(parent, reader, attributes)
        cursor = reader.cursor
        text = reader.read_lines.join("\n")
        return create_listing_block(parent, text, attributes) unless Permissions.draw?(parent.document)

        draw(parent, attributes, cursor) do |permissions|
          permissions.model_in_document("#{text}\n")
        end
      end
    end

    # A macro that names a file.
    class NamedModel < Extensions::BlockMacroProcessor
      include Drawing

      use_dsl

      def process(parent, target, attributes)
        return create_paragraph(parent, target, attributes) unless Permissions.draw?(parent.document)

        # In a list this is where the list begins: Asciidoctor does not tell more.
        cursor = parent.document.reader.cursor_at_mark
        draw(parent, attributes, cursor) { |permissions| permissions.model_in_file(target) }
      end
    end
  end
end
