# frozen_string_literal: true

require 'cgi'
require 'json'
require 'open3'

# Draws threat models: fences of the language `tm`, and files with `{% threatline models/shop.tm --view=cards %}`.
module Threatline
  FENCE = %r{<pre><code class="language-tm">(.*?)</code></pre>}m
  FLAGS = /\A--(?:view|show|theme)=[\w,.-]+\z/

  module_function

  # `place` makes of a line and a column in the model where that is for the reader of a message.
  def draw(site, model, flags, folder, &place)
    command = site.config.dig('threatline', 'command') || 'threatline'
    arguments = ['render', '--format=svg', '--diagnostics=json', *flags, '--', model[:file] || '-']
    svg, report, status = Open3.capture3(command, *arguments, stdin_data: model[:text].to_s, chdir: folder)
    raise Jekyll::Errors::FatalException, messages(report, &place) unless status.success?

    %(<figure class="threatline">#{svg.force_encoding(Encoding::UTF_8).strip}</figure>)
  rescue Errno::ENOENT
    raise Jekyll::Errors::FatalException, "`#{command}` was not found; put Threatline's program on the PATH"
  end

  def messages(report)
    document = JSON.parse(report)
    errors = document['diagnostics'].select { |each| each['severity'] == 'error' }
    said = errors.map { |each| "#{yield each['place']}: error[#{each['code']}]: #{each['message']}" }
    # A mistake in the flags.
    said += document['messages'].map { |each| "#{each['severity']}: #{each['text']}" }
    said.join("\n")
  end

  # Jekyll does not tell where in its page a fence is, but its text does.
  def line_before(path, text)
    source = File.read(path, encoding: 'UTF-8')
    at = source.index(text)
    at ? source[0, at].count("\n") : 0
  end

  def draw_fences(page)
    path = page.respond_to?(:real_path) ? page.real_path : page.path
    path = File.expand_path(path, page.site.source)
    page.content = page.content.gsub(FENCE) do
      text = CGI.unescapeHTML(Regexp.last_match(1))
      draw(page.site, { text: text }, [], File.dirname(path)) do |place|
        "#{page.relative_path}:#{line_before(path, text) + place['line']}:#{place['column']}"
      end
    end
  end

  # A file of the site.
  class Tag < Liquid::Tag
    def initialize(name, markup, tokens)
      super
      @file, *@flags = markup.split
      return if @file&.end_with?('.tm') && @flags.all?(FLAGS)

      raise SyntaxError, 'write {% threatline models/shop.tm --view=cards %}; flags are --view, --show and --theme'
    end

    def render(context)
      site = context.registers[:site]
      path = Jekyll.sanitized_path(site.source, @file)
      Threatline.draw(site, { file: File.basename(path) }, @flags, File.dirname(path)) do |place|
        "#{@file}:#{place['line']}:#{place['column']}"
      end
    end
  end
end

Liquid::Template.register_tag('threatline', Threatline::Tag)
Jekyll::Hooks.register(%i[pages documents], :post_convert) { |page| Threatline.draw_fences(page) }
