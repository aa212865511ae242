// What the Java compiler's own parser says is public: args[0] is a source root.
// Prints a JSON list of names; `java Names.java ROOT`.
import com.sun.source.tree.*;
import com.sun.source.util.*;
import java.nio.file.*;
import java.util.*;
import java.util.stream.*;
import javax.lang.model.element.Modifier;
import javax.tools.*;

public class Names {
    static final Set<String> FOUND = new TreeSet<>();

    public static void main(String[] args) throws Exception {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(Path.of(args[0]))) {
            files = walk.filter(p -> p.toString().endsWith(".java") && !p.endsWith("module-info.java"))
                .filter(p -> !p.toString().matches(".*/(test|tests|test-[^/]*|testFixtures)/.*|.*/internal/.*"))
                .collect(Collectors.toList());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager manager = compiler.getStandardFileManager(d -> { }, null, null);
        JavacTask task = (JavacTask) compiler.getTask(null, manager, d -> { },
            List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
        for (CompilationUnitTree unit : task.parse()) {
            String pack = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
            for (Tree type : unit.getTypeDecls()) {
                if (type instanceof ClassTree) visit((ClassTree) type, pack, false);
            }
        }
        System.out.println(FOUND.stream().map(n -> "\"" + n + "\"").collect(Collectors.joining(",", "[", "]")));
    }

    static boolean open(ModifiersTree modifiers, boolean always) {
        Set<Modifier> flags = modifiers.getFlags();
        return flags.contains(Modifier.PUBLIC) || always && !flags.contains(Modifier.PRIVATE);
    }

    static void visit(ClassTree type, String before, boolean always) {
        if (!open(type.getModifiers(), always)) return;
        String name = before + type.getSimpleName();
        FOUND.add(name);
        boolean inner = type.getKind() == Tree.Kind.INTERFACE || type.getKind() == Tree.Kind.ANNOTATION_TYPE;
        for (Tree member : type.getMembers()) {
            if (member instanceof ClassTree) {
                visit((ClassTree) member, name + ".", inner);
            } else if (member instanceof MethodTree) {
                MethodTree method = (MethodTree) member;
                boolean made = method.getName().contentEquals("<init>");
                if (open(method.getModifiers(), inner)) {
                    FOUND.add(name + "." + (made ? type.getSimpleName() : method.getName()));
                }
            } else if (member instanceof VariableTree) {
                VariableTree field = (VariableTree) member;
                boolean constant = (((com.sun.tools.javac.tree.JCTree.JCVariableDecl) field).mods.flags
                    & com.sun.tools.javac.code.Flags.ENUM) != 0;
                if (constant || open(field.getModifiers(), inner)) FOUND.add(name + "." + field.getName());
            }
        }
    }
}
