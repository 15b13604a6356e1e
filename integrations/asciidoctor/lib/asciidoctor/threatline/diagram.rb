# frozen_string_literal: true

require 'digest'
require 'fileutils'

module Asciidoctor
  module Threatline
    # An image block whose picture stands in the page itself, which keeps its links. It is a block of the context `image`, so that
    # Asciidoctor gives it a caption with a number and a target for references like any other figure.
    class InlineDiagram < Block
      attr_writer :svg

      def convert
        document.playback_attributes attributes
        %(<div#{id_attribute} class="#{classes.join ' '}">\n#{content_element}#{title_element}\n</div>)
      end

      private

      def id_attribute
        id ? %( id="#{id}") : ''
      end

      def classes
        alignment = %w[align float].filter_map { |name| attr name }.zip(%w[text- float-]).map { |value, prefix| prefix + value }
        ['imageblock', 'threatline', *alignment, *role]
      end

      def content_element
        %(<div class="content"#{label_attributes}>\n#{@svg.strip}\n</div>)
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
