# frozen_string_literal: true

Gem::Specification.new do |gem|
  gem.name = 'asciidoctor-threatline'
  gem.version = '0.1.0'
  gem.summary = 'Draws Threatline threat models in AsciiDoc documents'
  gem.authors = ['The Threatline authors']
  gem.licenses = ['MIT', 'Apache-2.0']
  gem.required_ruby_version = '>= 3.0'
  gem.files = Dir['lib/**/*.rb'] + %w[README.md LICENSE-APACHE LICENSE-MIT]
  gem.add_dependency 'asciidoctor', '~> 2.0'
  gem.metadata = { 'rubygems_mfa_required' => 'true' }
end
