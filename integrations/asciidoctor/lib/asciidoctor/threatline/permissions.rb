# frozen_string_literal: true

module Asciidoctor
  module Threatline
    # What a document may do, which its safe mode says.
    class Permissions
      class Refused < StandardError; end

      # SECURE is for documents of strangers: no program is started for them, and no file is read or written.
      def self.draw?(document)
        document.safe < SafeMode::SECURE
      end

      def initialize(document)
        @document = document
        @jailed = document.safe >= SafeMode::SAFE
      end

      # Only whoever starts Asciidoctor says which program is run. A document that could say so would run any program.
      def command
        of_command_line('threatline-command') || 'threatline'
      end

      # The program reads imports from the whole project, which may be larger than what SAFE lets a document read.
      def options
        cache = of_command_line('threatline-cache')
        { 'no-import' => @jailed || nil, 'cache' => cache && File.expand_path(cache) }.compact
      end

      def model_in_file(name)
        raise Refused, "`#{name}` is not read: models end in .tm" unless name.end_with?('.tm')

        path = real_path(name)
        Model.new(File.read(path, encoding: 'UTF-8').scrub, File.dirname(path), File.basename(path))
      rescue Errno::ENOENT
        raise Refused, "`#{name}` cannot be read: it does not exist"
      rescue SystemCallError => e
        raise Refused, "`#{name}` cannot be read: #{e.message}"
      end

      def model_in_document(text)
        Model.new(text, @document.attr('docdir') || @document.base_dir)
      end

      # Where pictures go: beside the document that is written, in its folder of images.
      def output_folder
        images = @document.attr('imagesdir').to_s
        raise Refused, "no picture is written to #{images}: imagesdir is an address" if Helpers.uriish?(images)

        folder = @document.attr('outdir') || @document.options[:to_dir] || @document.base_dir
        inside(images, folder, folder) { raise Refused, "no picture is written to #{images}: it is outside of #{folder}" }
      end

      private

      def of_command_line(name)
        locked = @document.attribute_locked?(name)
        raise Refused, "#{name} is set in the document; give it on the command line" if @document.attr?(name) && !locked

        @document.attr(name)
      end

      def real_path(name)
        refuse = -> { raise Refused, "`#{name}` is not read: it is outside of the folder of the document" }
        path = inside(name, @document.attr('docdir'), @document.base_dir, &refuse)
        real = File.realpath(path)
        # A link does not lead out either.
        refuse.call if @jailed && !real.start_with?(File.join(File.realpath(@document.base_dir), ''))
        real
      end

      def inside(path, start, jail)
        @document.normalize_system_path(path, start, @jailed ? jail : nil, recover: false)
      rescue SecurityError
        yield
      end
    end
  end
end
