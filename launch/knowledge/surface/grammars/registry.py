"""Every table. Another language is one more row."""

from launch.knowledge.surface.grammars.c_family import CPP, C
from launch.knowledge.surface.grammars.csharp import CSHARP
from launch.knowledge.surface.grammars.go import GO
from launch.knowledge.surface.grammars.java import JAVA
from launch.knowledge.surface.grammars.php import PHP
from launch.knowledge.surface.grammars.ruby import RUBY
from launch.knowledge.surface.grammars.table import Table

TABLES: tuple[Table, ...] = (GO, JAVA, CSHARP, PHP, RUBY, C, CPP)
"""Tables whose names follow from the files by themselves."""
