using System.Diagnostics.CodeAnalysis;
using IncidentBot.Core.Text;

namespace IncidentBot.Core.Incidents;

/// <summary>What is looked for: every one of some words.</summary>
public sealed record SearchQuery
{
    public const int LongestText = 200;
    private const int MostWords = 10;

    private SearchQuery(string typed, IReadOnlyList<SearchTerm> terms)
    {
        Typed = typed;
        Terms = terms;
    }

    /// <summary>As it was typed.</summary>
    public string Typed { get; }

    /// <summary>At least one; all must be found.</summary>
    public IReadOnlyList<SearchTerm> Terms { get; }

    /// <summary>The community (<see cref="ChannelId.Community"/>) whose incidents are looked through; null for all incidents.</summary>
    public string? Within { get; init; }

    /// <summary>Reads words as people type them. There is no further grammar: quotes, stars and the like are blanks.</summary>
    /// <param name="problem">A sentence that says what is wrong, if anything is.</param>
    public static bool TryRead(string typed, [NotNullWhen(true)] out SearchQuery? query, [NotNullWhen(false)] out string? problem)
    {
        var terms = typed.Length > LongestText
            ? []
            : SearchWords.Asked(typed).Distinct().Select(asked => new SearchTerm(asked.Token, asked.IsBeginning)).ToList();
        var words = typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        problem = typed.Length > LongestText ? $"That is too long to look for; {LongestText} characters are the most."
            : terms.Count == 0 ? "There is no word in that to look for: it takes letters or digits."
            : words > MostWords ? $"Those are too many words; {MostWords} are the most."
            : null;
        query = problem is null ? new SearchQuery(typed, terms) : null;
        return query is not null;
    }

    /// <summary>Whether a text says all that is looked for.</summary>
    public bool Matches(string text)
    {
        var tokens = SearchWords.Of(text).Select(word => word.Token).ToHashSet(StringComparer.Ordinal);
        return Terms.All(term => tokens.Any(term.Matches));
    }
}

/// <summary>A word that is looked for.</summary>
/// <param name="Token">Letters and digits only, folded.</param>
/// <param name="IsBeginning">Whether longer words that begin with it are meant, too.</param>
public readonly record struct SearchTerm(string Token, bool IsBeginning)
{
    public bool Matches(string token) => IsBeginning ? token.StartsWith(Token, StringComparison.Ordinal) : token == Token;
}
