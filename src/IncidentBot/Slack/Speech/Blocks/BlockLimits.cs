using System.Text.Json;

namespace IncidentBot.Slack.Speech.Blocks;

/// <summary>
/// Slack refuses a message whole for one character too many, so everything passes here before it is sent. Whether Slack
/// counts before or after escaping nobody says: we count what is longer, and stay 5 % below.
/// </summary>
internal static class BlockLimits
{
    public const int MessageBlocks = 50;
    public const int ViewBlocks = 100;
    public const int Section = 3000;
    public const int Header = 150;
    public const int ContextElements = 10;
    public const int ActionElements = 25;
    public const int ButtonText = 75;
    public const int OptionText = 75;
    public const int Options = 100;
    public const int Label = 2000;
    public const int Placeholder = 150;
    public const int Input = 3000;
    public const int ViewTitle = 24;
    public const int Metadata = 3000;
    public const int AllBlocks = 13_200;
    public const int Text = 40_000;
    public const int Acknowledgement = 20_480;

    /// <summary>As many messages as one answer may take: a <c>response_url</c> can be used five times.</summary>
    public const int MostParts = 4;

    /// <summary>What an acknowledgement carries besides the message.</summary>
    private const int Envelope = 300;

    /// <summary>The message as one that Slack takes: what is too long is cut, and says where the whole is.</summary>
    public static SlackMessage Fit(SlackMessage message) => Split(message, most: 1)[0];

    /// <summary>The message as several that Slack takes, in order.</summary>
    public static IReadOnlyList<SlackMessage> Split(SlackMessage message, int most = MostParts)
    {
        var parts = Parts(message.Blocks.SelectMany(Fitting));
        if (parts.Count > most)
        {
            parts = parts[..most];
            EndWith(parts[^1], Note(message));
        }

        return parts.Count == 1
            ? [message with { Text = message.Text.Cut(Safe(Text)), Blocks = parts[0] }]
            : [.. parts.Select((blocks, i) => message with { Text = Said(blocks), Blocks = blocks, Metadata = i == 0 ? message.Metadata : null })];
    }

    /// <summary>The view as one that Slack takes.</summary>
    public static SlackView Fit(SlackView view) => view with
    {
        Title = view.Title?.Cut(ViewTitle),
        Submit = view.Submit?.Cut(ViewTitle),
        Close = view.Close?.Cut(ViewTitle),
        Blocks = [.. view.Blocks.SelectMany(Fitting).Take(Safe(ViewBlocks))],
    };

    /// <summary>Whether an acknowledgement can carry the message; else it is acknowledged empty and sent by itself.</summary>
    public static bool FitsAcknowledgement(SlackMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, SpeechJson.Brief.SlackMessage).Length + Envelope <= Safe(Acknowledgement);

    /// <summary>What blocks say, as text alone.</summary>
    public static Mrkdwn Said(IEnumerable<Block> blocks) => Mrkdwn.Join("\n", blocks.SelectMany(block => block switch
    {
        Block.Section section => [section.Text],
        Block.Context context => context.Elements,
        _ => Enumerable.Empty<Mrkdwn>(),
    }));

    /// <summary>5 % below a limit.</summary>
    public static int Safe(int limit) => limit * 95 / 100;

    private static List<List<Block>> Parts(IEnumerable<Block> blocks)
    {
        var (parts, length) = (new List<List<Block>> { new() }, 0);
        foreach (var block in blocks)
        {
            var size = Size(block);
            if (parts[^1].Count > 0 && (parts[^1].Count == Safe(MessageBlocks) || length + size > Safe(AllBlocks)))
            {
                parts.Add([]);
                length = 0;
            }

            parts[^1].Add(block);
            length += size;
        }

        return parts;
    }

    private static void EndWith(List<Block> blocks, Block note)
    {
        while (blocks.Count >= Safe(MessageBlocks) || blocks.Sum(Size) + Size(note) > Safe(AllBlocks))
        {
            blocks.RemoveAt(blocks.Count - 1);
        }

        blocks.Add(note);
    }

    private static Block.Context Note(SlackMessage message) => new(
        message.Whole.IsEmpty ? Mrkdwn.Literal("… cut here.") : Mrkdwn.Format($"… cut here. {message.Whole.Cut(Safe(Label))}"));

    private static int Size(Block block) => JsonSerializer.Serialize(block, SpeechJson.Brief.Block).Length + 1;

    /// <summary>A block as one or more that each keep to the limits; one that says nothing is left out, because Slack refuses it.</summary>
    private static IEnumerable<Block> Fitting(Block block) => block switch
    {
        Block.Header header => header.Text.IsEmpty ? [] : [new Block.Header(header.Text.Cut(Safe(Header)))],
        Block.Section section => Sections(section),
        Block.Context context => context.Elements.Where(text => !text.IsEmpty).Select(text => text.Cut(Safe(Section)))
            .Chunk(ContextElements).Select(texts => new Block.Context(texts)),
        Block.Actions actions => actions.Elements.Select(Fitting).Chunk(ActionElements).Select(elements => new Block.Actions(elements)),
        Block.Input input => [input with { Label = input.Label.Cut(Safe(Label)), Hint = input.Hint?.Cut(Safe(Label)), Element = Fitting(input.Element) }],
        _ => [block],
    };

    private static IEnumerable<Block> Sections(Block.Section section) => section.Text.Pieces(Safe(Section))
        .Where(piece => !piece.IsEmpty)
        // Characters that JSON writes in six can make a piece too long for any message.
        .SelectMany(piece => Size(new Block.Section(piece)) <= Safe(AllBlocks) / 2 ? [piece] : piece.Pieces(Safe(Section) / 4))
        .Select((piece, i) => new Block.Section(piece) { Accessory = i == 0 && section.Accessory is { } accessory ? Fitting(accessory) : null });

    private static Element Fitting(Element element) => element switch
    {
        Element.Button button => button with { Text = button.Text.Cut(Safe(ButtonText)) },
        Element.TextInput input => input with { Placeholder = input.Placeholder?.Cut(Safe(Placeholder)) },
        Element.Select select => select with
        {
            Options = [.. select.Options.Take(Options).Select(Fitting)],
            InitialOption = select.InitialOption is { } chosen ? Fitting(chosen) : null,
            Placeholder = select.Placeholder?.Cut(Safe(Placeholder)),
        },
        _ => element,
    };

    private static Option Fitting(Option option) => option with { Text = option.Text.Cut(Safe(OptionText)) };
}
