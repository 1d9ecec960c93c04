using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Discord.Fakes;

/// <summary>A session of the gateway: it outlives its connections.</summary>
internal sealed class FakeSession(string id, int intents, int shard, int shards)
{
    public string Id => id;

    public int Intents => intents;

    public int Shard => shard;

    public int Shards => shards;

    public int Sequence { get; set; }

    /// <summary>All that was dispatched, to be delivered again.</summary>
    public List<JsonObject> Frames { get; } = [];

    /// <summary>Null while nobody is connected.</summary>
    public FakeConnection? Connection { get; set; }
}
