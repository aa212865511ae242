<?php
// What PHP's own Reflection says is public: $argv[1] is a source folder. Prints a JSON list of names.
// A class or interface that another package defines is made up, so that the rest can be loaded.
error_reporting(0);
$root = realpath($argv[1]);
$files = [];
foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($root)) as $file) {
    if (preg_match('/\.php$/', $file) && !preg_match('#/(vendor|tests?|Tests?)/#', substr($file, strlen($root)))) {
        $files[] = (string) $file;
    }
}
sort($files);

$extended = [];
$homes = [];
foreach ($files as $file) {
    $tokens = array_values(array_filter(token_get_all(file_get_contents($file)),
        fn ($t) => !is_array($t) || !in_array($t[0], [T_WHITESPACE, T_COMMENT, T_DOC_COMMENT])));
    $space = '';
    $before = null;
    foreach ($tokens as $i => $token) {
        if (!is_array($token)) { $before = $token; continue; }
        if ($token[0] === T_NAMESPACE) { $space = $tokens[$i + 1][1] . '\\'; }
        $opens = in_array($token[0], [T_CLASS, T_INTERFACE, T_TRAIT, T_ENUM]);
        if ($opens && $before !== T_DOUBLE_COLON && is_array($tokens[$i + 1]) && $tokens[$i + 1][0] === T_STRING) {
            $homes[$space . $tokens[$i + 1][1]] = $file;
            if ($token[0] === T_CLASS && is_array($tokens[$i + 2]) && $tokens[$i + 2][0] === T_EXTENDS) {
                $extended[] = preg_replace('/^.*\\\\/', '', $tokens[$i + 3][1]);
            }
        }
        $before = $token[0];
    }
}
spl_autoload_register(function (string $name) use ($homes, $extended) {
    if (isset($homes[$name])) { require_once $homes[$name]; return; }
    $at = strrpos($name, '\\');
    $space = $at === false ? '' : 'namespace ' . substr($name, 0, $at) . ';';
    $short = $at === false ? $name : substr($name, $at + 1);
    $kind = in_array($short, $extended) ? 'class' : (preg_match('/Trait$/', $short) ? 'trait' : 'interface');
    eval("$space $kind $short {}");
});
$functions = get_defined_functions()['user'];
foreach ($files as $file) { try { require_once $file; } catch (Throwable $problem) { } }
$found = [];
foreach (array_keys($homes) as $name) {
    try {
        if (!class_exists($name) && !interface_exists($name) && !trait_exists($name)) continue;
    } catch (Throwable $problem) { continue; }
    $class = new ReflectionClass($name);
    if (preg_match('/^\s*\*\s*@(?:internal|private)\b/m', (string) $class->getDocComment())) continue;
    $found[$name] = true;
    $members = [...$class->getMethods(ReflectionMethod::IS_PUBLIC),
        ...$class->getProperties(ReflectionProperty::IS_PUBLIC), ...$class->getReflectionConstants()];
    foreach ($members as $member) {
        $own = $member->getDeclaringClass()->getName() === $name && $member->isPublic()
            && !preg_match('/^\s*\*\s*@(?:internal|private)\b/m', (string) $member->getDocComment());
        if ($member instanceof ReflectionMethod) $own = $own && $member->getFileName() === $homes[$name]
            && $member->getStartLine() >= $class->getStartLine() && $member->getEndLine() <= $class->getEndLine();
        if ($member instanceof ReflectionProperty) {
            foreach ($class->getTraits() as $trait) $own = $own && !$trait->hasProperty($member->getName());
            $own = $own && !($class->isEnum() && in_array($member->getName(), ['name', 'value']));
        }
        if ($own) $found[$name . '::' . $member->getName()] = true;
    }
}
foreach (get_defined_functions()['user'] as $name) {
    $function = new ReflectionFunction($name);
    if (in_array($function->getFileName(), $files) && !$function->isClosure()
        && !preg_match('/^\s*\*\s*@(?:internal|private)\b/m', (string) $function->getDocComment())) {
        $found[$function->getName()] = true;
    }
}
echo json_encode(array_keys($found));
