using System.Text;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Spool;
using NodaTime;

namespace IncidentBot.Tests.Storage.Spool;

public sealed class SpooledCommandTests
{
    private static readonly MessageRef Message = new(new ChannelId("slack:C1"), "1700.1", "reaction:no_entry");

    public static TheoryData<MessageChange?> Changes => new()
    {
        null,
        new MessageChange.Captured(Message, EntryKind.DeadEnd, Some.Ben, Typed.Nine),
        new MessageChange.Captured(Message, EntryKind.Note, Some.Ben, Typed.Nine)
        {
            When = new Moment(Typed.Nine, Typed.Nine + Duration.FromMinutes(5), Precision.Second, "Europe/Madrid"),
            Link = "https://chat.example/1",
            Thread = "1699.9",
            HasFiles = true,
        },
        new MessageChange.Released(Message),
        new MessageChange.Edited(Message),
        new MessageChange.Deleted(Message),
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_command_comes_back_with_everything_it_came_with(MessageChange? change)
    {
        var command = new SpooledCommand(
            Typed.Command("Ñ 🦤", "d1", "slack", "slack:C1") with
            {
                Change = change,
                TypedIn = change is null ? new CapturedMessage(Message, Some.Ana, Typed.Nine, null, "t") : null,
                HasFiles = change is null,
                ReplyTo = new ReplyTo("https://hooks.example/1", Typed.Nine, Typed.Nine + Duration.FromMinutes(30)),
                Recovered = true,
                SentAt = Typed.Nine,
                ReceivedAt = Typed.Nine,
            },
            MaybeSaved: true);

        Assert.Equal(command, SpooledCommand.FromJson(command.ToJson()));
    }

    [Fact]
    public void A_command_of_an_older_version_is_read_as_ever()
    {
        var json = """
            {"source":"api","deliveryId":"d1","channel":"C1","actorId":"U1","actorName":"Ana","zone":null,"locale":null,"text":"/note x","sentAt":1,"receivedAt":2,"maybeSaved":false}
            """;

        var read = SpooledCommand.FromJson(Encoding.UTF8.GetBytes(json));

        Assert.Equal(("/note x", null, false), (read.Request.Text, read.Request.Change, read.Request.Recovered));
    }
}
