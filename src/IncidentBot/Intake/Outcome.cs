using IncidentBot.Core.Commands;

namespace IncidentBot.Intake;

/// <summary>What may be told about a command: one of these five, each with the words for it.</summary>
internal abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>What its sender is told, on every surface.</summary>
    public abstract string Text { get; }

    /// <summary>The store has answered; what the answer calls recorded is on disk.</summary>
    public sealed record Answered(CommandAnswer Answer) : Outcome
    {
        public override string Text => Answer.Reply;
    }

    /// <summary>Nothing can be said yet.</summary>
    /// <param name="Final">Ends in one of the others.</param>
    public sealed record Late(string Words, Task<Outcome> Final) : Outcome
    {
        public override string Text => Words;
    }

    /// <summary>It is on disk in the emergency file, and will be added to the timeline by itself.</summary>
    public sealed record Spooled(string Words) : Outcome
    {
        public override string Text => Words;
    }

    /// <summary>It is nowhere.</summary>
    public sealed record NotRecorded(string Words) : Outcome
    {
        public override string Text => Words;
    }

    /// <summary>It may be in the timeline or not.</summary>
    public sealed record Unknown(string Words) : Outcome
    {
        public override string Text => Words;
    }
}
