using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace IncidentBot.Core.Markup;

/// <summary>
/// Markup that is safe to send. It can only be made by encoding, so a page built from it cannot carry what somebody
/// typed as markup. In <c>Html.Format($"&lt;p&gt;{text}&lt;/p&gt;")</c> the literal is trusted and the hole is encoded.
/// </summary>
public readonly record struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    public static Html Empty => default;

    public bool IsEmpty => string.IsNullOrEmpty(_markup);

    /// <summary>The literal parts as they are; every hole encoded, unless it is <see cref="Html"/> itself.</summary>
    public static Html Format(ref HtmlFormat format) => new(format.Take());

    /// <summary>Markup written in our own source, such as a style sheet.</summary>
    public static Html Literal([ConstantExpected] string markup) => new(markup);

    /// <summary>What somebody typed, encoded and kept apart from the direction of the text around it.</summary>
    public static Html User(string? text) => Format($"<bdi>{text}</bdi>");

    /// <summary>One after the other.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(p => p._markup)));

    /// <summary>One after the other, with something between them.</summary>
    public static Html Join(Html separator, IEnumerable<Html> parts) =>
        new(string.Join(separator._markup, parts.Select(p => p._markup)));

    /// <summary>The markup if the condition holds, else nothing; then the holes are not even looked at.</summary>
    public static Html When(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] ref HtmlFormat format) =>
        condition ? new Html(format.Take()) : Empty;

    public override string ToString() => _markup ?? "";
}
