using System.Text.Json;
using System.Text.Json.Serialization;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;

namespace IncidentBot.Storage.Spool;

/// <summary>A command in the emergency file.</summary>
/// <param name="Request">The command with everything it came with; its delivery is never null.</param>
/// <param name="MaybeSaved">Whether the store may have it all the same.</param>
/// <param name="ReachesBeyondRoom">Whether commands of other rooms may come out otherwise after it than before it.</param>
internal sealed record SpooledCommand(CommandRequest Request, bool MaybeSaved, bool ReachesBeyondRoom = false)
{
    public DeliveryKey Delivery => Request.Delivery!.Value;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(ToRow(), SpoolJson.Default.SpooledRow);

    /// <exception cref="JsonException">That is none.</exception>
    public static SpooledCommand FromJson(ReadOnlySpan<byte> json) =>
        Of(JsonSerializer.Deserialize(json, SpoolJson.Default.SpooledRow) ?? throw new JsonException("null"));

    public SpooledRow ToRow() => new(
        Delivery.Source, Delivery.Id, Request.Channel.Value, Request.Actor.Id, Request.Actor.Name, Request.Zone, Request.Locale,
        Request.Text, Request.SentAt.ToMicroseconds(), Request.ReceivedAt.ToMicroseconds(), MaybeSaved,
        SpooledChange.Of(Request.Change), SpooledMessage.Of(Request.TypedIn), SpooledReply.Of(Request.ReplyTo), Request.Recovered,
        Request.HasFiles, ReachesBeyondRoom);

    public static SpooledCommand Of(SpooledRow row) => new(
        new CommandRequest
        {
            Delivery = new DeliveryKey(row.Source, row.DeliveryId),
            Channel = new ChannelId(row.Channel),
            Actor = new Person(row.ActorId, row.ActorName),
            Zone = row.Zone,
            Locale = row.Locale,
            Text = row.Text,
            SentAt = row.SentAt.ToInstant(),
            ReceivedAt = row.ReceivedAt.ToInstant(),
            Change = row.Change?.ToChange(),
            TypedIn = row.TypedIn?.ToMessage(),
            ReplyTo = row.ReplyTo?.ToReplyTo(),
            Recovered = row.Recovered,
            HasFiles = row.HasFiles,
        },
        row.MaybeSaved,
        row.ReachesBeyondRoom);
}

/// <summary>How a command lies in the file; instants are microseconds, as in the database.</summary>
internal sealed record SpooledRow(
    string Source, string DeliveryId, string Channel, string ActorId, string ActorName, string? Zone, string? Locale, string Text,
    long SentAt, long ReceivedAt, bool MaybeSaved, SpooledChange? Change = null, SpooledMessage? TypedIn = null,
    SpooledReply? ReplyTo = null, bool Recovered = false, bool HasFiles = false, bool ReachesBeyondRoom = false);

/// <summary>How a command lies in the file of those that could not be added.</summary>
internal sealed record RejectedRow(string Reason, SpooledRow Command);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SpooledRow))]
[JsonSerializable(typeof(RejectedRow))]
internal sealed partial class SpoolJson : JsonSerializerContext;
