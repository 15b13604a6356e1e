# frozen_string_literal: true

require 'minitest/autorun'
require 'open3'
require 'tmpdir'
require_relative '../lib/asciidoctor-threatline'

# Documents in a folder of their own, converted by the real Asciidoctor. THREATLINE names the program, if it is not on the PATH.
class ThreatlineTest < Minitest::Test
  COMMAND = ENV.fetch('THREATLINE', 'threatline')
  MODEL = <<~TM
    model "Sign-in" { scope: "Signing in with a password" }
    entity user "User" { kind: person }
    boundary cloud "Cloud" { process web "Web app" }

    flow user -> web "name and password" { protocol: https }
    threat guess: spoofing on web "A script tries <b>leaked</b> passwords {now}" { likelihood: high; impact: low }
    view outside "Outside" { exclude: web }
  TM
  BROKEN = MODEL.sub('user -> web', 'user -> wob')
  MISTAKE = 'error[TM0101]: nothing is called `wob` (help: did you mean `web`?)'

  def setup
    @folder = File.realpath(Dir.mktmpdir)
    write('project/sign-in.tm', MODEL)
    write('secret.tm', MODEL)
    @logger = Asciidoctor::MemoryLogger.new
    Asciidoctor::LoggerManager.logger = @logger
  end

  def teardown
    FileUtils.rm_rf(@folder)
  end

  def test_three_diagrams_are_those_of_the_program
    html = convert("#{fence}\nthreatline::sign-in.tm[view=outside]\n\n* list\n+\n#{fence 'tm,theme=print', '--'}")
    assert_equal 3, html.scan('<div class="imageblock threatline">').size
    in_file = drawn('--view=outside').gsub('&lt;stdin&gt;', 'sign-in.tm')
    [drawn, in_file, drawn('--theme=print')].each { |svg| assert_includes html, svg }
    assert_empty messages
  end

  def test_every_kind_of_block
    %w[---- .... --].each { |delimiter| assert_includes convert(fence('threatline', delimiter)), drawn }
  end

  def test_a_figure_has_a_title_a_number_a_name_and_a_target
    first = fence('tm#in.wide,alt="A \"b\" <c>",align=center')
    html = convert("See <<in>>.\n\n.Sign <in>\n#{first}\n.More\n#{fence}", 'xrefstyle' => 'short')
    assert_includes html, 'See <a href="#in">Figure 1</a>.'
    assert_includes html, '<div id="in" class="imageblock threatline text-center wide">'
    assert_includes html, '<div class="content" role="group" aria-label="A &quot;b&quot; &lt;c&gt;">'
    assert_includes html, '<div class="title">Figure 1. Sign &lt;in&gt;</div>'
    assert_includes html, '<div class="title">Figure 2. More</div>'
  end

  def test_a_mistake_is_told_with_file_and_line
    convert("= Title\n\n#{fence}\n#{fence 'tm', '----', BROKEN}")
    assert_equal ["ERROR: page.adoc: line 20: #{MISTAKE}"], messages
  end

  def test_a_mistake_in_a_list_and_in_an_included_file
    write('project/part.adoc', "\n#{fence 'tm', '----', BROKEN}")
    html = convert("* list\n+\n#{fence 'tm', '--', BROKEN}\ninclude::part.adoc[]")
    assert_equal ["ERROR: page.adoc: line 9: #{MISTAKE}", "ERROR: part.adoc: line 8: #{MISTAKE}"], messages
    assert_includes html, '<div class="literalblock threatline-error">'
  end

  def test_a_mistake_in_a_file_or_in_an_option
    write('project/broken.tm', BROKEN)
    macros = %w[broken.tm[] sign-in.tm[view=nope] sign-in.tm[format=gif] no.tm[]]
    convert(macros.map { |macro| "\nthreatline::#{macro}\n" }.join)
    assert_equal "ERROR: page.adoc: line 2: broken.tm:5:14: #{MISTAKE}", messages[0]
    assert_match(/\AERROR: page.adoc: line 4: error: no view is called `nope`/, messages[1])
    assert_equal 'ERROR: page.adoc: line 6: `gif` is no format of a diagram; known: svg, png', messages[2]
    assert_equal 'ERROR: page.adoc: line 8: `no.tm` cannot be read: it does not exist', messages[3]
  end

  def test_the_command_line_fails
    write('project/page.adoc', fence('tm', '----', BROKEN))
    output, status = command_line('asciidoctor', '--failure-level=WARN')
    assert_equal 1, status.exitstatus
    assert_includes output, "page.adoc: line 7: #{MISTAKE}"
    write('project/page.adoc', fence)
    output, status = command_line('asciidoctor', '--failure-level=WARN')
    assert_equal [0, ''], [status.exitstatus, output]
  end

  def test_a_program_that_is_missing_is_named
    convert(fence, 'threatline-command' => 'no-such-program')
    assert_match(/\AERROR: page.adoc: line 3: `no-such-program` was not found; put Threatline's program/, messages.fetch(0))
  end

  def test_a_document_does_not_say_which_program_is_run
    write('project/evil.sh', "#!/bin/sh\ntouch #{@folder}/ran\n")
    File.chmod(0o755, "#{@folder}/project/evil.sh")
    convert(":threatline-command: ./evil.sh\n\n#{fence}", 'threatline-command' => nil)
    refute_path_exists "#{@folder}/ran"
    assert_match(/threatline-command is set in the document/, messages.fetch(0))
  end

  def test_values_are_neither_options_nor_commands
    values = ['--output=stolen', '$(touch stolen)', '`touch stolen`', ';touch stolen']
    values.each { |value| convert(fence("tm,view='#{value}'")) }
    assert_equal 4, messages.grep(/no view is called/).size
    assert_empty Dir.glob("#{@folder}/**/stolen")
  end

  def test_safe_mode_confines_a_document_to_its_folder
    File.symlink("#{@folder}/secret.tm", "#{@folder}/project/link.tm")
    ['../secret.tm', "#{@folder}/secret.tm", 'link.tm', '../project/../secret.tm'].each do |name|
      refute_includes convert("threatline::#{name}[]", {}, safe: :safe), '<svg'
    end
    assert_equal 4, messages.grep(/is not read: it is outside of the folder of the document/).size
    convert('threatline::/etc/passwd[]')
    assert_match(/models end in .tm/, messages.last)
  end

  def test_safe_mode_opens_no_import_and_says_so
    write('.git/x', '')
    importing = <<~TM
      import "../secret.tm" as other
      boundary b "B" { process a "A" }
      flow other.user -> a "x"
    TM
    refute_includes convert(fence('tm', '----', importing), {}, safe: :safe), 'external entity'
    assert_match(/\AWARN: page.adoc: line 3: note\[TM0509\]/, messages.fetch(0))
    assert_includes convert(fence('tm', '----', importing)), 'external entity'
  end

  def test_safe_mode_writes_below_the_document
    convert(fence('tm%file'), { 'imagesdir' => '../elsewhere' }, safe: :safe)
    assert_match(/no picture is written to .*elsewhere: it is outside of/, messages.fetch(0))
    refute_path_exists "#{@folder}/elsewhere"
  end

  def test_a_secure_document_shows_the_text
    html = convert("#{fence}\nthreatline::sign-in.tm[]", { 'threatline-command' => 'no-such-program' }, safe: :secure)
    refute_includes html, '<svg'
    assert_includes html, 'model "Sign-in"'
    assert_empty messages
  end

  def test_files_for_docbook_and_for_images
    xml = convert(".Signing in\n#{fence}", { 'imagesdir' => 'img' }, backend: 'docbook5')
    name = xml[/fileref="(img[^"]*)"/, 1]
    assert_equal drawn('--theme=light'), File.read("#{@folder}/project/#{name}").strip
    html = convert(fence('tm%file,alt=Door'))
    assert_match(/<img src="threatline-\h{16}\.svg" alt="Door">/, html)
  end

  def test_the_same_picture_twice_has_ids_of_its_own
    html = convert("#{fence}\n#{fence 'tm', '--'}\n#{fence 'tm', '----', MODEL.sub('Sign-in', 'Log-in')}")
    assert_includes html, drawn
    assert_includes html, drawn('--copy=2')
    ids = html.scan(/<svg [^>]*?id="([^"]+)"/)
    assert_equal [3, ids], [ids.size, ids.uniq]
  end

  def test_pictures_are_kept
    cache = "#{@folder}/cache"
    first = convert(fence, 'threatline-cache' => cache)
    kept = Dir["#{cache}/*"]
    assert_equal [1, drawn], [kept.size, File.read(kept[0], encoding: 'UTF-8').strip]
    Asciidoctor::Threatline::Compiler.drawn.clear
    File.write(kept[0], '<svg id="kept"></svg>')
    assert_includes convert(fence, 'threatline-cache' => cache), '<svg id="kept"></svg>'
    assert_includes first, drawn
    convert(":threatline-cache: elsewhere\n\n#{fence}")
    assert_match(/threatline-cache is set in the document/, messages.fetch(0))
  end

  def test_pdf
    skip 'no asciidoctor-pdf' unless system('asciidoctor-pdf --version', out: File::NULL, err: File::NULL)
    write('project/page.adoc', fence('tm,format=svg'))
    output, status = command_line('asciidoctor-pdf', '--failure-level=WARN')
    assert_equal [0, ''], [status.exitstatus, output]
    assert_operator File.size("#{@folder}/project/page.pdf"), :>, 10_000
  end

  private

  def fence(attributes = 'tm', delimiter = '----', model = MODEL)
    "[#{attributes}]\n#{delimiter}\n#{model}#{delimiter}\n"
  end

  def write(name, text)
    path = File.join(@folder, name)
    FileUtils.mkdir_p(File.dirname(path))
    File.write(path, text)
  end

  def convert(text, attributes = {}, options = {})
    write('project/page.adoc', text)
    attributes = { 'threatline-command' => COMMAND }.merge(attributes).compact
    project = "#{@folder}/project"
    options = { safe: :unsafe, base_dir: project, to_file: "#{project}/page.out", attributes: attributes }.merge(options)
    Asciidoctor.convert_file("#{project}/page.adoc", options)
    File.read("#{project}/page.out", encoding: 'UTF-8')
  end

  def command_line(program, *flags)
    lib = File.expand_path('../lib', __dir__)
    extension = ['-I', lib, '-r', 'asciidoctor-threatline', '-a', "threatline-command=#{COMMAND}"]
    Open3.capture2e(program, *flags, *extension, 'page.adoc', chdir: "#{@folder}/project")
  end

  def drawn(*flags)
    svg, = Open3.capture3(COMMAND, 'render', '--format=svg', *flags, '-', stdin_data: MODEL)
    svg.force_encoding(Encoding::UTF_8).strip
  end

  def messages
    @logger.messages.filter_map do |each|
      next if each[:severity] == :INFO

      message = each[:message]
      text = message.is_a?(Hash) ? "#{message[:source_location]}: #{message[:text]}" : message
      "#{each[:severity]}: #{text}"
    end
  end
end
