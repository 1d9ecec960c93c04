using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using IncidentBot.Slack.Wire.Payloads;

namespace IncidentBot.Slack.Wire.Api;

/// <summary>
/// The arguments of a call, sent as a form with objects as JSON inside fields: every method takes that, while only some
/// take JSON. What is null is left out.
/// </summary>
internal sealed class SlackArguments : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _fields = [];

    /// <summary>The channel the call is about.</summary>
    public string? Channel => _fields.Find(argument => argument.Key == "channel").Value;

    public void Add(string name, string? value)
    {
        if (value is not null)
        {
            _fields.Add(new(name, value));
        }
    }

    public void Add(string name, int value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

    public void Add(string name, bool value) => Add(name, value ? "true" : "false");

    public void Add(string name, JsonNode? value) => Add(name, value is null ? null : SlackJson.Write(value));

    public HttpContent AsForm() => new FormUrlEncodedContent(_fields);

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
