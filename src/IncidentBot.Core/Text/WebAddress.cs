using System.Buffers;

namespace IncidentBot.Core.Text;

/// <summary>Addresses that may be linked.</summary>
public static class WebAddress
{
    private static readonly SearchValues<char> Breaking = SearchValues.Create(" \t\n<>\"");

    /// <summary>
    /// Reads an absolute http or https address, also in the angle brackets in which chat platforms wrap it; keeps
    /// it as typed.
    /// </summary>
    public static bool TryRead(string text, out string address)
    {
        address = text.StartsWith('<') && text.EndsWith('>') ? text[1..^1].Split('|')[0] : text;
        return Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            && !address.AsSpan().ContainsAny(Breaking);
    }
}
