using HandlebarsDotNet;

namespace IncidentBot.Core.Drafts.Layouts;

/// <summary>The template engine with nothing but our two helpers. What it fills in is already right for its form.</summary>
internal static class LayoutEngine
{
    private static readonly IHandlebars Engine = Create();

    /// <exception cref="LayoutException">The template is broken in a way that the check does not know.</exception>
    public static Layout Compile(string name, bool isMarkdown, string template)
    {
        try
        {
            using var reader = new StringReader(template);
            return new Layout(name, isMarkdown, Engine.Compile(reader));
        }
        catch (HandlebarsException e)
        {
            throw new LayoutException(e.Message.Split('\n')[0]);
        }
    }

    private static IHandlebars Create()
    {
        var engine = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });
        engine.RegisterHelper("indent", (output, _, arguments) => output.WriteSafeString(Indent(arguments, tight: false)));
        engine.RegisterHelper("tight", (output, _, arguments) => output.WriteSafeString(Indent(arguments, tight: true)));
        return engine;
    }

    /// <summary>Continuation lines begin with the blanks given; <c>tight</c> also leaves out blank lines.</summary>
    private static string Indent(Arguments arguments, bool tight)
    {
        var text = arguments[arguments.Length - 1] as string ?? "";
        if (!text.Contains('\n', StringComparison.Ordinal))
        {
            return text;
        }

        var blanks = string.Concat(arguments.Take(arguments.Length - 1).Select(a => a as string));
        var lines = text.Split('\n').Where(l => !tight || !string.IsNullOrWhiteSpace(l));
        return string.Join('\n', lines.Select((l, i) => i == 0 || l.Length == 0 ? l : blanks + l));
    }
}
