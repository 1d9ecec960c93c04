namespace IncidentBot.Faults.Mutants;

/// <summary>Takes whatever is marked as sent again for something that it has already.</summary>
internal sealed class RetryDropper : IStartupFilter
{
    private static readonly object Answer = new
    {
        recorded = true,
        incident = (string?)null,
        entry = (int?)null,
        kind = (string?)null,
        occurredAt = (string?)null,
        recordedAt = (string?)null,
        reply = "✓",
    };

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, rest) =>
        {
            if (context.Request.Headers.ContainsKey("X-Slack-Retry-Num"))
            {
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
                await context.Response.WriteAsJsonAsync(Answer, context.RequestAborted);
                return;
            }

            await rest(context);
        });
        next(app);
    };
}
