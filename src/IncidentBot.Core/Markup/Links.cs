namespace IncidentBot.Core.Markup;

/// <summary>Addresses that may become links. Everything else is shown as text.</summary>
public static class Links
{
    private static readonly string[] Schemes = ["http://", "https://", "mailto:"];

    /// <summary>Whether an address is absolute and http, https or mailto, with nothing in it that hides.</summary>
    public static bool IsSafe(string? url) =>
        HasSafeScheme(url)
        && !url!.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or '"' or '\\' || HtmlEncoding.Visible(c) is not null);

    internal static bool HasSafeScheme(string? address) => address is not null && HasSafeScheme(address.AsSpan());

    internal static bool HasSafeScheme(ReadOnlySpan<char> address)
    {
        foreach (var scheme in Schemes)
        {
            if (address.Length > scheme.Length && address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A link around the text, or only the text if the address is not safe.</summary>
    public static Html To(string? url, Html text) => IsSafe(url)
        ? Html.Format($"<a href=\"{url}\" rel=\"noopener noreferrer nofollow\">{text}</a>")
        : text;
}
