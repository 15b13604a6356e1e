# frozen_string_literal: true

require_relative 'asciidoctor/threatline'

Asciidoctor::Extensions.register do
  %i[threatline tm].each do |name|
    block Asciidoctor::Threatline::FencedModel, name
    block_macro Asciidoctor::Threatline::NamedModel, name
  end
end
