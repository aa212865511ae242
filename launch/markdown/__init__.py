"""Reading and rendering Markdown and front matter: the text every stage and gate must see alike."""
