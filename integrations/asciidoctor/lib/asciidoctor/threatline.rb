# frozen_string_literal: true

require 'asciidoctor'
require 'asciidoctor/extensions'
require_relative 'threatline/compiler'
require_relative 'threatline/diagram'
require_relative 'threatline/permissions'
require_relative 'threatline/processors'
