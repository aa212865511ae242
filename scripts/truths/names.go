// What go/ast says a module exports: os.Args[1] is its root. Prints a JSON list of names.
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

var found = map[string]bool{}

func aside(path string) bool {
	for _, part := range strings.Split(filepath.ToSlash(path), "/") {
		if part == "internal" || part == "vendor" || part == "testdata" || part == "hack" || (strings.HasPrefix(part, ".") && part != ".") || strings.HasPrefix(part, "_") {
			return true
		}
	}
	return false
}

func base(expr ast.Expr) string {
	switch e := expr.(type) {
	case *ast.StarExpr:
		return base(e.X)
	case *ast.IndexExpr:
		return base(e.X)
	case *ast.IndexListExpr:
		return base(e.X)
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.Ident:
		return e.Name
	}
	return ""
}

func fields(prefix string, list *ast.FieldList) {
	if list == nil {
		return
	}
	for _, field := range list.List {
		names := []string{}
		for _, name := range field.Names {
			names = append(names, name.Name)
		}
		if len(names) == 0 {
			names = append(names, base(field.Type))
		}
		for _, name := range names {
			if ast.IsExported(name) {
				found[prefix+"."+name] = true
			}
		}
	}
}

func declared(pkg string, decl ast.Decl) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if !d.Name.IsExported() {
			return
		}
		if d.Recv == nil {
			found[pkg+"."+d.Name.Name] = true
		} else if owner := base(d.Recv.List[0].Type); ast.IsExported(owner) {
			found[pkg+"."+owner+"."+d.Name.Name] = true
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.ValueSpec:
				for _, name := range s.Names {
					if name.IsExported() {
						found[pkg+"."+name.Name] = true
					}
				}
			case *ast.TypeSpec:
				if !s.Name.IsExported() {
					continue
				}
				name := pkg + "." + s.Name.Name
				found[name] = true
				switch t := s.Type.(type) {
				case *ast.StructType:
					fields(name, t.Fields)
				case *ast.InterfaceType:
					for _, m := range t.Methods.List {
						for _, n := range m.Names {
							if n.IsExported() {
								found[name+"."+n.Name] = true
							}
						}
					}
				}
			}
		}
	}
}

func main() {
	root := os.Args[1]
	manifest, _ := os.ReadFile(filepath.Join(root, "go.mod"))
	module := strings.TrimSpace(strings.TrimPrefix(strings.SplitN(string(manifest), "\n", 2)[0], "module"))
	set := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		relative, _ := filepath.Rel(root, path)
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || aside(relative) {
			return err
		}
		if dir := filepath.Dir(path); dir != root {
			if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
				return nil
			}
		}
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil || file.Name.Name == "main" {
			return nil
		}
		home := filepath.ToSlash(filepath.Dir(relative))
		for _, decl := range file.Decls {
			declared(strings.TrimSuffix(module+"/"+home, "/."), decl)
		}
		return nil
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	names := []string{}
	for name := range found {
		names = append(names, name)
	}
	json.NewEncoder(os.Stdout).Encode(names)
}
