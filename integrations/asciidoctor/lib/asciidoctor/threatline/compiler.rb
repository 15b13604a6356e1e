# frozen_string_literal: true

require 'etc'
require 'json'
require 'open3'

module Asciidoctor
  module Threatline
    # A model's text. What it imports is relative to the folder; there is a file where the text is not part of a document.
    Model = Struct.new(:text, :folder, :file)

    # One finding. The line is nil where it is about no line, such as an unknown view.
    Finding = Struct.new(:severity, :code, :message, :help, :file, :line, :column) do
      def self.of(entry)
        new(*entry.values_at('severity', 'code', 'message', 'help'), *entry['place'].values_at('file', 'line', 'column'))
      end

      def error?
        severity == 'error'
      end

      # Whether it is about the document itself, and not about a file that the document names.
      def of_document?
        line.nil? || file == '<stdin>'
      end

      def place
        "#{file}:#{line}:#{column}"
      end

      def to_s
        "#{severity}#{"[#{code}]" if code}: #{message}#{" (help: #{help})" if help}"
      end
    end

    # What a run gave: there is no picture where there are errors.
    Outcome = Struct.new(:picture, :findings)

    # Runs the `threatline` program: a model goes in, a picture and findings come out. Several run side by side, while the rest of
    # the document is read.
    class Compiler
      class Missing < StandardError; end

      @drawn = {}
      @turns = Etc.nprocessors.times.with_object(Queue.new) { |turn, queue| queue << turn }

      class << self
        attr_reader :drawn, :turns
      end

      def initialize(command)
        @command = command
      end

      # Starts to draw. What it returns gives the outcome, once it is there. Each option is one argument with its value, so that no
      # value is taken for another option.
      def start(model, format, options)
        flags = options.map { |name, value| value == true ? "--#{name}" : "--#{name}=#{value}" }
        arguments = ['render', "--format=#{format}", '--diagnostics=json', *flags, '--', model.file || '-']
        # A model with imports depends on files that only the program knows.
        return in_turn(arguments, model) if model.text.match?(/\bimport\s/)

        Compiler.drawn[[@command, arguments, model]] ||= in_turn(arguments, model)
      end

      private

      def in_turn(arguments, model)
        thread = Thread.new do
          Thread.current.report_on_exception = false
          turn = Compiler.turns.pop
          run(arguments, model)
        ensure
          Compiler.turns << turn
        end
        thread.method(:value)
      end

      # An argument list, so that there is no shell between.
      def run(arguments, model)
        picture, report, status = Open3.capture3(@command, *arguments, stdin_data: model.text, chdir: model.folder, binmode: true)
        Outcome.new(status.success? ? picture : nil, findings(report.force_encoding(Encoding::UTF_8).scrub, status))
      rescue Errno::ENOENT, Errno::EACCES
        raise Missing, "`#{@command}` was not found; put Threatline's program on the PATH, or name it with -a threatline-command="
      end

      # Of the document that `--diagnostics json` writes: what was found, and what is wrong with the options.
      def findings(report, status)
        document = JSON.parse(report)
        found = document['diagnostics'].map { |entry| Finding.of(entry) }
        # What follows is the advice to ask for help, which is for the command line.
        found += document['messages'].map { |each| Finding.new(each['severity'], nil, each['text'].split("\n\n").first) }
        status.success? || found.any?(&:error?) ? found : found << failure('')
      rescue JSON::ParserError, NoMethodError
        # Another program, or another version of it.
        status.success? ? [] : [failure(report.strip.split("\n\n").first.to_s)]
      end

      def failure(said)
        Finding.new('error', nil, said.empty? ? 'the program failed without saying why' : said)
      end
    end
  end
end
