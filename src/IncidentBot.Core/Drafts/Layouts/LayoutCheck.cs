namespace IncidentBot.Core.Drafts.Layouts;

/// <summary>
/// Reads a layout as the template engine would, and finds what that keeps silent about or reports without a line:
/// blocks that do not fit together, names that no field has, and everything that is more than filling in fields.
/// </summary>
internal sealed class LayoutCheck
{
    private const int MaxCharacters = 256 * 1024;
    private const int MaxTags = 5_000;
    private const int MaxDepth = 20;
    private const int MaxProblems = 10;

    private readonly List<string> _problems = [];
    private readonly Stack<Block> _blocks = new();
    private FieldScope _scope = FieldScope.Root;
    private bool _lost;

    private sealed record Block(string Name, int Line, FieldScope Outer);

    /// <summary>The problems, each with its line; none if the layout can be used.</summary>
    public static IReadOnlyList<string> Of(string template)
    {
        if (template.Length > MaxCharacters)
        {
            return [$"line 1: the file is larger than {MaxCharacters / 1024} KB"];
        }

        var check = new LayoutCheck();
        check.Read(template);
        return check._problems;
    }

    private void Read(string template)
    {
        var tags = 0;
        foreach (var tag in LayoutTag.Read(template).TakeWhile(_ => !_lost && _problems.Count < MaxProblems))
        {
            if (++tags > MaxTags)
            {
                Problem(tag.Line, $"there are more than {MaxTags} tags");
                return;
            }

            Read(tag);
        }

        foreach (var block in _blocks.Where(_ => !_lost))
        {
            Problem(block.Line, $"{{{{#{block.Name}}}}} is never closed");
        }
    }

    private void Read(LayoutTag tag)
    {
        var content = tag.Content;
        if (content is null)
        {
            Problem(tag.Line, "a tag is opened and never closed");
        }
        else if (content.Length == 0)
        {
            Problem(tag.Line, "a tag is empty");
        }
        else if (content[0] is '>' or '*' or '{' or '&' || content.StartsWith("#>", StringComparison.Ordinal)
            || content.StartsWith("#*", StringComparison.Ordinal))
        {
            Lose(tag.Line, $"{{{{{content}}}}}: partials, decorators and raw blocks are not supported");
        }
        else if (LayoutWords.Split(content) is not { } words)
        {
            Problem(tag.Line, $"{{{{{content}}}}}: brackets, pipes and open quotes are not supported");
        }
        else
        {
            Read(tag.Line, content, words);
        }
    }

    private void Read(int line, string content, IReadOnlyList<string> words)
    {
        switch (content[0])
        {
            case '#': Open(line, words); break;
            case '/': Close(line, content[1..].Trim()); break;
            case '^' when content.Length > 1: Problem(line, $"{{{{{content}}}}}: use {{{{#unless}}}}"); break;
            case '^': Else(line, []); break;
            default:
                if (words[0] == "else")
                {
                    Else(line, words);
                }
                else
                {
                    Print(line, words);
                }

                break;
        }
    }

    private void Open(int line, IReadOnlyList<string> words)
    {
        var name = words[0][1..];
        if (name is not ("each" or "with" or "if" or "unless"))
        {
            Problem(line, $"{{{{#{name}}}}} is not known; there are #each, #with, #if and #unless");
        }
        else if (words.Count != 2)
        {
            Problem(line, $"{{{{#{name}}}}} takes one field");
        }

        _blocks.Push(new Block(name, line, _scope));
        if (_blocks.Count > MaxDepth)
        {
            Lose(line, $"blocks are nested more than {MaxDepth} deep");
        }

        _scope = words.Count == 2 ? Inside(line, name, words[1]) : _scope;
    }

    private FieldScope Inside(int line, string name, string path)
    {
        var shape = Resolve(line, path);
        var fits = name switch
        {
            "each" => shape is null || shape.IsList,
            "with" => shape is null || shape.Kind == FieldKind.Record,
            _ => true,
        };
        if (!fits)
        {
            Problem(line, name == "each" ? $"{path} is no list" : $"{path} has no fields");
        }

        return name switch
        {
            "each" => new FieldScope(_scope, fits ? shape?.Item : null, IsLoop: true),
            "with" => new FieldScope(_scope, fits ? shape : null, _scope.IsLoop),
            _ => _scope,
        };
    }

    private void Else(int line, IReadOnlyList<string> words)
    {
        if (!_blocks.TryPeek(out var block))
        {
            Problem(line, "{{else}} stands outside of a block");
            return;
        }

        _scope = block.Outer;
        if (words is ["else", "if", var path])
        {
            Resolve(line, path);
        }
        else if (words.Count > 1)
        {
            Problem(line, "after {{else}} there can only be if and a field");
        }
    }

    private void Close(int line, string name)
    {
        if (!_blocks.TryPop(out var block))
        {
            Problem(line, $"{{{{/{name}}}}} closes nothing");
            return;
        }

        _scope = block.Outer;
        if (block.Name != name)
        {
            Lose(line, $"{{{{/{name}}}}} stands where {{{{#{block.Name}}}}} of line {block.Line} has to be closed");
        }
    }

    private void Print(int line, IReadOnlyList<string> words)
    {
        var isHelper = words[0] is "indent" or "tight";
        if (!isHelper && words.Count > 1)
        {
            Problem(line, $"{words[0]} is no helper; there are indent and tight");
            return;
        }

        if (isHelper && (words.Count < 3 || LayoutWords.IsQuoted(words[^1])))
        {
            Problem(line, $"{words[0]} takes the blanks in quotes, then a field");
            return;
        }

        foreach (var path in words.Skip(isHelper ? 1 : 0).Where(w => !LayoutWords.IsQuoted(w)))
        {
            if (Resolve(line, path) is { Kind: not FieldKind.Text } shape)
            {
                Problem(line, $"{path} cannot be printed: it is {Say(shape)}");
            }
        }
    }

    private FieldShape? Resolve(int line, string path)
    {
        var shape = _scope.Resolve(path, out var problem);
        if (problem is not null)
        {
            Problem(line, problem);
        }

        return shape;
    }

    private static string Say(FieldShape shape) => shape.Kind switch
    {
        FieldKind.Flag => "a flag, for #if",
        FieldKind.Record => "a group of fields, for #with",
        _ => "a list, for #each",
    };

    /// <summary>After this no more can be said about the rest that would not follow from it.</summary>
    private void Lose(int line, string what)
    {
        Problem(line, what);
        _lost = true;
    }

    private void Problem(int line, string what) => _problems.Add($"line {line}: {what}");
}
