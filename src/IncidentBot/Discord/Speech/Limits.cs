namespace IncidentBot.Discord.Speech;

/// <summary>How much Discord takes. It refuses a message whole for one character too many, so everything is cut before it is sent.</summary>
internal static class Limits
{
    public const int Content = 2000;
    public const int Embeds = 10;
    public const int EmbedTitle = 256;
    public const int EmbedDescription = 4096;
    public const int EmbedFields = 25;
    public const int FieldName = 256;
    public const int FieldValue = 1024;
    public const int EmbedFooter = 2048;
    public const int EmbedAuthor = 256;

    /// <summary>All texts of all embeds of a message together.</summary>
    public const int AllEmbeds = 6000;

    public const int Rows = 5;
    public const int ButtonsInRow = 5;
    public const int ButtonLabel = 80;
    public const int CustomId = 100;
    public const int ModalTitle = 45;
    public const int ModalComponents = 5;
    public const int Label = 45;
    public const int LabelDescription = 100;
    public const int Placeholder = 100;
    public const int Input = 4000;
    public const int Choice = 100;

    /// <summary>The largest file where Discord does not say otherwise.</summary>
    public const int File = 10 << 20;
}
