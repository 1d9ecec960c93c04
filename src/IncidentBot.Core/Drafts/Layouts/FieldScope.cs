namespace IncidentBot.Core.Drafts.Layouts;

/// <summary>What names mean at a place of a layout. The shape is null where a mistake before leaves it unknown.</summary>
internal sealed record FieldScope(FieldScope? Parent, FieldShape? Shape, bool IsLoop)
{
    private static readonly string[] LoopNames = ["@index", "@first", "@last", "@key"];

    public static FieldScope Root { get; } = new(null, DraftFields.Root, false);

    /// <summary>The shape of what a path names; null with a problem, or without one where nothing can be said.</summary>
    public FieldShape? Resolve(string path, out string? problem)
    {
        problem = null;
        if (path.StartsWith('@'))
        {
            return Data(path, out problem);
        }

        var scope = this;
        var rest = path;
        while (rest.StartsWith("../", StringComparison.Ordinal) || rest == "..")
        {
            if (scope.Parent is null)
            {
                problem = $"{path} goes further out than the blocks are nested";
                return null;
            }

            scope = scope.Parent;
            rest = rest.Length > 3 ? rest[3..] : "this";
        }

        rest = rest.StartsWith("./", StringComparison.Ordinal) ? rest[2..] : rest;
        rest = rest.StartsWith("this.", StringComparison.Ordinal) ? rest[5..] : rest;
        return rest is "this" or "." ? scope.Shape : Walk(scope.Shape, path, rest.Split('.'), out problem);
    }

    private FieldShape? Data(string path, out string? problem)
    {
        problem = null;
        if (path.StartsWith("@root.", StringComparison.Ordinal))
        {
            return Walk(Root.Shape, path, path[6..].Split('.'), out problem);
        }

        if (!LoopNames.Contains(path))
        {
            problem = $"{path} is not known; there are {string.Join(", ", LoopNames)} and @root";
        }
        else if (!IsLoop)
        {
            problem = $"{path} has a meaning only inside {{{{#each}}}}";
        }

        return problem is null ? FieldShape.Text("") : null;
    }

    private FieldShape? Walk(FieldShape? shape, string path, string[] names, out string? problem)
    {
        problem = null;
        foreach (var name in names)
        {
            if (shape is null)
            {
                return null;
            }

            var inner = shape.Find(name);
            if (inner is null || shape.IsList)
            {
                problem = $"{path} is no field" + Suggest(shape, path, name);
                return null;
            }

            shape = inner;
        }

        return shape;
    }

    private string Suggest(FieldShape shape, string path, string name)
    {
        var prefix = path[..^name.Length];
        var here = shape.IsList ? [] : shape.Members.Select(m => prefix + m.Name);
        var outer = Outer().Select(o => o.Prefix + o.Name);
        return Nearest.To(path, here.Concat(outer)) is { } near ? $"; did you mean {near}?" : "";
    }

    private IEnumerable<(string Prefix, string Name)> Outer()
    {
        var prefix = "";
        for (var scope = this; scope is not null; scope = scope.Parent, prefix += "../")
        {
            foreach (var (name, _) in scope.Shape?.Members ?? [])
            {
                yield return (prefix, name);
            }
        }
    }
}
