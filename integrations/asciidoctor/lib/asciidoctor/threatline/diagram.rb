# frozen_string_literal: true

require 'digest'
require 'fileutils'

module Asciidoctor
  module Threatline
    # An image block whose picture is being drawn, and is waited for when the document is written. It is a block of the context
    # `image`, so that Asciidoctor gives it a caption with a number and a target for references like any other figure.
    class Diagram < Block
      # Gives the picture, or else what stands in its place.
      attr_writer :drawing

      # Of a picture that gets a file of its own: its format, and the folder.
      attr_writer :file

      def self.of(parent, attributes, drawing, file)
        title, caption = %w[title caption].map { |name| attributes.delete(name) }
        block = new(parent, :image, attributes: attributes)
        block.drawing = drawing
        block.file = file
        block.title = title
        block.assign_caption(caption, 'figure') if title
        block
      end

      def convert
        picture, text = @drawing.call
        return in_place_of_picture(text) unless picture
        if @file
          refer_to_file(picture)
          return super
        end
        document.playback_attributes attributes
        svg = numbered(picture).force_encoding(Encoding::UTF_8).strip
        %(<div#{id_attribute} class="#{classes.join ' '}">\n#{content_element svg}#{title_element}\n</div>)
      end

      private

      # What the same picture further up on the page is called, this one is not.
      def numbered(picture)
        id = picture[/<svg [^>]*?\bid="([^"]+)"/n, 1]
        counts = document.catalog[:threatline_pictures] ||= Hash.new(0)
        copy = counts[id] += 1
        copy == 1 ? picture.dup : @drawing.call(copy).first.dup
      end

      def refer_to_file(picture)
        format, folder = @file
        path = PictureFile.write(picture, format, folder)
        # Asciidoctor PDF looks for images beside the document, and not where it writes.
        set_attr 'target', document.backend == 'pdf' ? path : File.basename(path)
        set_attr 'alt', 'Threat model', false
      end

      def in_place_of_picture(text)
        Block.new(parent, :literal, source: text, attributes: { 'role' => 'threatline-error' }).convert
      end

      def id_attribute
        id ? %( id="#{id}") : ''
      end

      def classes
        alignment = %w[align float].filter_map { |name| attr name }.zip(%w[text- float-]).map { |value, prefix| prefix + value }
        ['imageblock', 'threatline', *alignment, *role]
      end

      def content_element(svg)
        %(<div class="content"#{label_attributes}>\n#{svg}\n</div>)
      end

      def label_attributes
        return '' unless attr?('alt')

        %( role="group" aria-label="#{sub_specialchars(attr('alt')).gsub('"', '&quot;')}")
      end

      def title_element
        title? ? %(\n<div class="title">#{captioned_title}</div>) : ''
      end
    end

    # A picture in a file of its own, called by what is in it: a picture that is the same is the same file.
    module PictureFile
      def self.write(picture, format, folder)
        name = "threatline-#{Digest::SHA256.hexdigest(picture)[0, 16]}.#{format}"
        path = File.join(folder, name)
        FileUtils.mkdir_p(folder)
        File.binwrite(path, picture) unless File.file?(path)
        path
      end
    end
  end
end
