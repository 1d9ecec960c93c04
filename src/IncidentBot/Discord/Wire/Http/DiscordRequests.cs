using System.Text.Json;
using IncidentBot.Discord.Wire.Payloads;
using IncidentBot.Discord.Wire.Payloads.Outgoing;
using IncidentBot.Intake.Wire;
using Microsoft.AspNetCore.Diagnostics;

namespace IncidentBot.Discord.Wire.Http;

/// <summary>
/// Takes interactions that Discord sends as requests. The signature is what lets a request in, so neither the access key nor
/// the names of the host count here.
/// </summary>
internal sealed class DiscordRequests(InteractionSignature signature, DiscordReception reception, TimeProvider time)
{
    private const int Longest = 4 * 1024 * 1024;
    private const string Path = "/discord/interactions";

    public static bool IsFor(HttpContext context) => context.Request.Path == Path;

    public async Task InvokeAsync(HttpContext context)
    {
        // Refusals have no body: whoever asks learns nothing.
        context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            context.Response.StatusCode = 405;
            return;
        }

        var (receivedAt, receivedTimestamp) = (time.GetUtcNow(), time.GetTimestamp());
        var timestamp = context.Request.Headers["X-Signature-Timestamp"].ToString();
        var signed = context.Request.Headers["X-Signature-Ed25519"].ToString();
        if (!InteractionSignature.HasShape(timestamp, signed))
        {
            context.Response.StatusCode = 401;
            return;
        }

        if (await WireHttp.ReadAsync(context.Request.Body, Longest, context.RequestAborted) is not { } body)
        {
            context.Response.StatusCode = 413;
            return;
        }

        if (!signature.IsGood(timestamp, signed, body))
        {
            context.Response.StatusCode = 401;
            return;
        }

        await AnswerAsync(context, body, receivedAt, receivedTimestamp);
    }

    private async Task AnswerAsync(HttpContext context, byte[] body, DateTimeOffset receivedAt, long receivedTimestamp)
    {
        if (DiscordJson.Parse(body) is not { ValueKind: JsonValueKind.Object } root
            || PayloadReader.ReadInteraction(root) is not DiscordPayload.Interaction { Value: var interaction } payload)
        {
            context.Response.StatusCode = 400;
            return;
        }

        if (interaction.Type == InteractionTypes.Ping)
        {
            await WriteAsync(context, new DiscordResponse.Pong());
            return;
        }

        var (answer, rest) = await reception.TakeRequestAsync(new DiscordDelivery(interaction.Id, payload, receivedAt, receivedTimestamp));
        context.Response.OnCompleted(() =>
        {
            // What follows the first answer comes behind it.
            _ = rest();
            return Task.CompletedTask;
        });
        if (answer is null)
        {
            context.Response.StatusCode = 202;
        }
        else
        {
            await WriteAsync(context, answer);
        }
    }

    private static async Task WriteAsync(HttpContext context, DiscordResponse answer)
    {
        var json = DiscordJson.Write(answer.ToJson());
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }
}
