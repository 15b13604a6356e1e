# frozen_string_literal: true

module Asciidoctor
  module Threatline
    # What the block and the macro have in common: from a model to a block of the document.
    module Drawing
      include Logging

      FORMATS = %w[svg png].freeze

      private

      # The block given finds the model. `begins` is where in the document it begins, or where the document names its file.
      def draw(parent, attributes, begins)
        permissions = Permissions.new(parent.document)
        outcome = compile(yield(permissions), parent.document, attributes, permissions)
        outcome.findings.each { |finding| log(finding, begins) }
        return in_place_of_picture(parent, outcome.findings.select(&:error?).join("\n")) unless outcome.picture

        diagram(parent, outcome.picture, attributes, permissions)
      rescue Permissions::Refused, Compiler::Missing => e
        logger.error message_with_context(e.message, source_location: begins)
        in_place_of_picture(parent, e.message)
      end

      def compile(model, document, attributes, permissions)
        options = %w[view show theme].to_h { |name| [name, attributes[name] || document.attr("threatline-#{name}")] }
        # What is printed is not dark.
        options['theme'] ||= 'light' unless page?(document)
        options = options.compact.merge(permissions.options)
        Compiler.new(permissions.command).render(model, format_of(document, attributes), options)
      end

      def diagram(parent, picture, attributes, permissions)
        attributes = attributes.merge('style' => nil)
        return inline(parent, picture, attributes) if inline?(parent.document, attributes)

        path = PictureFile.write(picture, format_of(parent.document, attributes), permissions.output_folder)
        # Asciidoctor PDF looks for images beside the document, and not where it writes.
        target = parent.document.backend == 'pdf' ? path : File.basename(path)
        create_image_block(parent, { 'alt' => 'Threat model' }.merge(attributes, 'target' => target))
      end

      def inline(parent, picture, attributes)
        title, caption = %w[title caption].map { |name| attributes.delete(name) }
        block = InlineDiagram.new(parent, :image, attributes: attributes)
        block.svg = picture.dup.force_encoding(Encoding::UTF_8)
        block.title = title
        block.assign_caption(caption, 'figure') if title
        block
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

      def in_place_of_picture(parent, text)
        create_literal_block(parent, text, { 'role' => 'threatline-error' })
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
