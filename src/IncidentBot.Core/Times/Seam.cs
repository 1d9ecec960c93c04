namespace IncidentBot.Core.Times;

/// <summary>A line without the phrase in it, and without the separator that is left where it was.</summary>
internal static class Seam
{
    private const string Before = ",;:-–—―|、，；：";
    private const string After = Before + ".。→";
    private const string Ends = ".!?。！？";

    public static string Without(string line, int start, int end)
    {
        var head = line.AsSpan(0, start);
        var tail = line.AsSpan(end);
        if (Bullets.Length(line) >= start)
        {
            return AfterHead(tail).ToString();
        }

        // At the end of a line only what closes its sentence comes behind the phrase.
        head = head.TrimEnd();
        head = head.Length > 0 && Before.Contains(head[^1], StringComparison.Ordinal) ? head[..^1].TrimEnd() : head;
        tail = tail.TrimStart();
        return tail.Length == 0 || (head.Length > 0 && Ends.Contains(head[^1], StringComparison.Ordinal) && tail.Trim(Ends).Length == 0) ? head.ToString() : string.Concat(head, tail);
    }

    private static ReadOnlySpan<char> AfterHead(ReadOnlySpan<char> tail)
    {
        tail = tail.TrimStart();
        if (tail.StartsWith("->", StringComparison.Ordinal) || tail.StartsWith("=>", StringComparison.Ordinal))
        {
            return tail[2..].TrimStart();
        }

        return tail.Length > 0 && After.Contains(tail[0], StringComparison.Ordinal) && IsSeparator(tail) ? tail[1..].TrimStart() : tail;
    }

    /// <summary>A dash glued to a word belongs to it: <c>-v flag missing</c>.</summary>
    private static bool IsSeparator(ReadOnlySpan<char> tail) =>
        tail[0] != '-' || tail.Length == 1 || char.IsWhiteSpace(tail[1]);
}
