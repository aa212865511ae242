# What Ripper says a library defines publicly: ARGV[0] is a folder. Prints a JSON list of names.
require "ripper"
require "json"

FOUND = {}
LINES = []

def constant(node)
  case node[0]
  when :const_ref, :var_ref, :var_field, :top_const_ref then constant(node[1])
  when :const_path_ref, :const_path_field then "#{constant(node[1])}::#{constant(node[2])}"
  when :@const then node[1]
  else ""
  end
end

def symbols(arguments)
  found = []
  walk = lambda do |node|
    return unless node.is_a?(Array)
    if node[0] == :symbol_literal || node[0] == :dyna_symbol
      inner = node.flatten.find { |part| part.is_a?(String) }
      found << inner if inner
    elsif node[0] == :string_literal
      found << node.flatten.find { |part| part.is_a?(String) }
    else
      node.each { |part| walk.call(part) }
    end
  end
  walk.call(arguments)
  found.compact
end

def add(path, between, name)
  FOUND["#{path}#{between}#{name}"] = true unless name.start_with?("_")
end

def statements(list, path, state)
  list.each { |node| statement(node, path, state) if node.is_a?(Array) }
end

def body(node, path, shared, hidden)
  statements(node[1], path, { shared: shared, hidden: false }) unless hidden
end

def aside?(name)
  LINES[name[2][0] - 1].to_s.include?(":nodoc:")
end

def statement(node, path, state)
  named = [node[1], node[3], node[1].is_a?(Array) ? node[1][1] : nil, node[1].is_a?(Array) ? node[1][2] : nil]
  token = named.find { |part| part.is_a?(Array) && part[2].is_a?(Array) && part[2][0].is_a?(Integer) }
  return if token && %i[class module def defs].include?(node[0]) && aside?(token)
  case node[0]
  when :class, :module
    name = constant(node[1])
    inner = path.empty? ? name : "#{path}::#{name}"
    FOUND[inner] = true
    body(node.last, inner, false, false)
  when :sclass then body(node[2], path, true, false)
  when :def
    name = node[1][1]
    return if path.empty?
    add(path, state[:shared] ? "." : "#", name) if !state[:hidden] || name == "initialize"
  when :defs then add(path, ".", node[3][1])
  when :assign
    name = node[1][0] == :var_field && node[1][1][0] == :@const ? constant(node[1]) : nil
    add(path, "::", name) if name && !path.empty?
  when :vcall, :var_ref
    word = node[1][1]
    state[:hidden] = %w[private protected].include?(word) if %w[private protected public].include?(word)
  when :command then command(node[1][1], node[2], path, state)
  when :method_add_arg
    command(node[1][1][1], node[2], path, state) if node[1][0] == :fcall
  when :alias
    add(path, state[:shared] ? "." : "#", node[1].flatten.find { |p| p.is_a?(String) }) unless state[:hidden]
  when :if, :unless then statements(node[2], path, state)
  when :if_mod, :unless_mod then statement(node[2], path, state)
  when :begin then statements(node[1][1], path, state)
  end
end

def command(word, arguments, path, state)
  between = state[:shared] ? "." : "#"
  names = symbols(arguments)
  case word
  when "private", "protected", "private_class_method", "private_constant"
    names.each { |n| ["#", ".", "::"].each { |b| FOUND.delete("#{path}#{b}#{n}") } }
    if (inner = arguments.flatten(2).find { |p| p.is_a?(Array) && p[0] == :def })
      FOUND.delete("#{path}#{between}#{inner[1][1]}")
    end
  when "attr_reader", "attr_accessor", "attr_writer", "def_delegators"
    names = names.drop(1) if word == "def_delegators"
    names.each { |n| add(path, between, n) } unless state[:hidden]
  when "alias_method", "define_method" then add(path, between, names[0]) if names[0] && !state[:hidden]
  when "def_delegator" then add(path, between, names[2] || names[1]) unless state[:hidden]
  end
end

Dir.glob("#{ARGV[0]}/**/*.rb").sort.each do |file|
  LINES.replace(File.readlines(file, encoding: "UTF-8"))
  tree = Ripper.sexp(LINES.join)
  statements(tree[1], "", { shared: false, hidden: false }) if tree
end
puts JSON.generate(FOUND.keys)
