using IncidentBot.Discord.Wire.Payloads.Outgoing;

namespace IncidentBot.Discord.Speech;

/// <summary>Makes messages that Discord takes: what is too long is cut, what says nothing is left out.</summary>
internal static class Fitting
{
    public static MessageBody Fit(MessageBody message)
    {
        var left = Limits.AllEmbeds;
        return message with
        {
            Content = message.Content is { } content ? Cut(content, Limits.Content) : null,
            Embeds = message.Embeds?.Take(Limits.Embeds).Select(embed => Fit(embed, ref left)).ToList(),
        };
    }

    /// <summary>The same in words alone, for where the bot may not embed.</summary>
    public static MessageBody InWords(MessageBody message)
    {
        var words = (message.Embeds ?? []).SelectMany(Words).Prepend(message.Content ?? "").Where(text => text.Length > 0);
        return message with { Content = Cut(string.Join('\n', words), Limits.Content), Embeds = [] };
    }

    private static IEnumerable<string> Words(Embed embed)
    {
        yield return embed.Title is { } title ? $"**{title}**" : "";
        yield return embed.Description ?? "";
        foreach (var field in embed.Fields ?? [])
        {
            yield return $"**{field.Name}**\n{field.Value}";
        }

        yield return embed.Footer is { } footer ? $"-# {Markdown.Typed(footer.Text)}" : "";
    }

    /// <summary>The least that is said last comes first: the description takes what the others leave.</summary>
    private static Embed Fit(Embed embed, ref int left)
    {
        var title = Take(embed.Title, Limits.EmbedTitle, ref left);
        var footer = Line(embed.Footer?.Text, Limits.EmbedFooter / 4, ref left);
        var fields = new List<EmbedField>();
        foreach (var field in (embed.Fields ?? []).Take(Limits.EmbedFields))
        {
            if (Take(field.Name, Limits.FieldName, ref left) is { } name && Take(field.Value, Limits.FieldValue, ref left) is { } value)
            {
                fields.Add(field with { Name = name, Value = value });
            }
        }

        return embed with
        {
            Title = title,
            Footer = footer is null ? null : new EmbedFooter(footer),
            Fields = fields,
            Description = Take(embed.Description, Limits.EmbedDescription, ref left),
        };
    }

    private static string? Take(string? text, int longest, ref int left) => Counted(text is null ? null : Cut(text, Math.Min(longest, left)), ref left);

    private static string? Line(string? text, int longest, ref int left) => Counted(text is null ? null : Plain.Line(text, Math.Min(longest, left)), ref left);

    private static string? Counted(string? text, ref int left)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        left -= text.Length;
        return text;
    }

    private static string Cut(string markup, int length) =>
        markup.Length <= length ? markup : length < 2 ? "" : markup[..Cutting.End(markup, 0, length - 1)].TrimEnd() + "…";
}
