namespace IncidentBot.Slack.Wire.Sockets;

/// <summary>Envelopes whose answer once made Slack close the socket: when they come again, they are acknowledged without one.</summary>
internal sealed class PlainAcks
{
    private const int Kept = 1000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _ids = [];

    public void Add(string envelopeId)
    {
        lock (_gate)
        {
            if (_ids.Count >= Kept)
            {
                _ids.Clear();
            }

            _ids.Add(envelopeId);
        }
    }

    public bool Holds(string envelopeId)
    {
        lock (_gate)
        {
            return _ids.Contains(envelopeId);
        }
    }
}
