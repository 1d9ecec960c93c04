using IncidentBot.Core.Times;

namespace IncidentBot.Tests.Times;

/// <summary>Nothing of a line is lost or changed by reading it.</summary>
internal static class Whole
{
    private const string Seams = ",:;-–—―|.。、，；：*•·>";

    public static void AssertKept(string text, TimeReading reading)
    {
        if (!reading.HasTime)
        {
            var line = text.Trim();
            Assert.True(line == reading.Rest || (line.StartsWith("--", StringComparison.Ordinal) && line[2..].TrimStart() == reading.Rest), text);
            Assert.True(reading.Matched.Length == 0 || text.AsSpan(reading.MatchedAt).StartsWith(reading.Matched), text);
            return;
        }

        Assert.True(text.AsSpan(reading.MatchedAt).StartsWith(reading.Matched, StringComparison.Ordinal), text);
        var before = text[..reading.MatchedAt];
        var after = text[(reading.MatchedAt + reading.Matched.Length)..];
        var head = before.Trim();
        int[] cuts = [0, head.Length, head.Length == 0 ? 0 : head[..^1].TrimEnd().Length];
        Assert.Contains(
            cuts.Where(cut => cut <= reading.Rest.Length),
            cut => Leaves(before, reading.Rest[..cut], atEnd: true) && Leaves(after, reading.Rest[cut..], atEnd: false));
    }

    /// <summary>Whether a part is kept but for blanks and the separator at the seam.</summary>
    private static bool Leaves(string part, string kept, bool atEnd)
    {
        var start = atEnd ? part.Length - part.TrimStart().Length : part.Length - kept.Length - (part.Length - part.TrimEnd().Length);
        if (start < 0 || !part.AsSpan(Math.Min(start, part.Length)).StartsWith(kept, StringComparison.Ordinal))
        {
            return kept.Length == 0 && IsSeam(part);
        }

        return IsSeam(part.Remove(start, kept.Length));
    }

    private static bool IsSeam(string left) => left.Trim() is "" || (left.Trim().Length == 1 && Seams.Contains(left.Trim()[0], StringComparison.Ordinal)) || left.Trim() is "." or "!" or "?" or "..." or "!!" or "->" or "=>" or "→";
}
