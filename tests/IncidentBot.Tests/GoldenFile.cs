namespace IncidentBot.Tests;

/// <summary>Compares with a file byte for byte. <c>UPDATE_GOLDEN=1 dotnet test</c> writes the files anew.</summary>
public static class GoldenFile
{
    public static void Matches(string name, string actual)
    {
        var path = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"There is no golden file {name}; UPDATE_GOLDEN=1 writes it.");
        var expected = File.ReadAllText(path);
        if (expected != actual)
        {
            Assert.Fail(Difference(name, expected, actual));
        }
    }

    private static string Difference(string name, string expected, string actual)
    {
        var (wanted, found) = (expected.Split('\n'), actual.Split('\n'));
        var line = 0;
        while (line < wanted.Length && line < found.Length && wanted[line] == found[line])
        {
            line++;
        }

        return $"{name} differs from line {line + 1}.\nexpected:\n{Around(wanted, line)}\nfound:\n{Around(found, line)}";
    }

    private static string Around(string[] lines, int at)
    {
        var from = Math.Max(0, at - 2);
        var shown = lines.Skip(from).Take(5).Select((l, i) => (from + i == at ? "> " : "  ") + Visible(l));
        return string.Join('\n', shown);
    }

    private static string Visible(string line) =>
        line.Replace(' ', '·').Replace("\t", "⇥", StringComparison.Ordinal).Replace("\r", "␍", StringComparison.Ordinal);

    private static string Folder() => Path.Combine(Needs.Repository, "tests", "IncidentBot.Tests", "Golden");
}
