using IncidentBot.Core.Incidents;
using IncidentBot.Intake.Speech;
using IncidentBot.Slack.Speech;

namespace IncidentBot.Tests.Slack.Speech;

public sealed class SlackActionsTests
{
    [Fact]
    public void The_value_of_a_button_is_read_as_it_was_written() => Assert.All(
        new[]
        {
            new ActionValue(new IncidentId(1)),
            new ActionValue(new IncidentId(12), Entry: 3),
            new ActionValue(new IncidentId(12), Kind: EntryKind.RootCause),
        },
        value => Assert.Equal((true, value), (ActionValue.TryRead(value.ToString(), out var read), read)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("INC-0")]
    [InlineData("INC-1#")]
    [InlineData("INC-1#x")]
    [InlineData("INC-1:")]
    [InlineData("INC-1:open")]
    [InlineData("INC-1 #3")]
    [InlineData("#3")]
    public void Anything_else_is_no_value(string? text) => Assert.False(ActionValue.TryRead(text, out _));

    [Fact]
    public void One_of_several_buttons_has_the_name_of_all_of_them() =>
        Assert.Equal(SlackActions.FixMissing, SlackActions.NameOf(SlackActions.OneOf(SlackActions.FixMissing, "impact")));
}
