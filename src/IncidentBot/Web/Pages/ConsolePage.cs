using IncidentBot.Core.Commands;
using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;
using IncidentBot.Core.Markup;
using IncidentBot.Intake;
using Microsoft.AspNetCore.Antiforgery;
using NodaTime;

namespace IncidentBot.Web.Pages;

/// <summary>The console: the conversation of a channel at the left, its incident at the right.</summary>
internal sealed record ConsolePage(
    ChannelId Channel, Incident? Incident, DraftCompiler Drafts, CommandSettings Settings, Instant Now, string? Layout,
    Html Notice = default, bool IsReadable = true)
{
    /// <param name="exchange">The line sent last from this page, if it has no script.</param>
    public Html Render(AntiforgeryTokenSet tokens, string name, string typed, Exchange? exchange, bool hasSessions) => Page.Render(
        Incident?.Title ?? "Console", "console", Html.Format(
            $"""
            <div id="notice" class="spool" role="status">{Notice}</div>
            <main id="main" class="columns">
            <section class="talk" aria-label="Conversation">
            <ol id="log" class="log" role="log" aria-live="polite" aria-label="Conversation in {Channel.Value}">{Greeting()}{Conversation.Of(Incident, exchange?.Entry)}{Answered(exchange)}</ol>
            <div id="hints">{Chips()}</div>
            {Form(tokens, name, typed, exchange?.Form)}
            </section>
            <section id="panel" class="incident" aria-label="Incident" tabindex="-1">{Panel()}</section>
            </main>
            """), Tools(tokens, hasSessions), hasScript: true);

    /// <summary>What changes when something is recorded: the conversation, the hints and the incident.</summary>
    public Html Fragment() => Html.Format(
        $"<ol id=\"said\">{Conversation.Of(Incident)}</ol><div id=\"notice\">{Notice}</div><div id=\"hints\">{Chips()}</div><section id=\"panel\">{Panel()}</section>");

    private Html Tools(AntiforgeryTokenSet tokens, bool hasSessions) => Html.Format(
        $"""
        <form class="channel" method="get" action="/"><label for="channel">Channel</label>
        <input id="channel" name="channel" value="{Channel.Value}" maxlength="200" required autocomplete="off" spellcheck="false"><button class="quiet-button">Go</button></form>
        {Html.When(hasSessions, $"<form method=\"post\" action=\"/logout\">{LoginPage.Token(tokens)}<button class=\"quiet-button\">Sign out</button></form>")}
        """);

    private Html Greeting() => Incident is not null || !IsReadable ? Html.Empty : Html.Literal(
        """
        <li class="bot"><p>Hello. Type what you notice the moment you notice it, one line at a time; I stamp it, keep it and confirm it.
        When it is over, <b>close</b> turns the lines into a postmortem draft. The buttons below show how it goes.</p></li>
        """);

    private static Html Answered(Exchange? exchange)
    {
        if (exchange is null)
        {
            return Html.Empty;
        }

        var mark = exchange.Entry is { } entry ? Conversation.Mark(entry) : Html.Empty;
        var later = Html.When(exchange.IsLate, $" <a href=\"\">Look again</a>");
        return Html.Format(
            $"""
            <li class="me" {mark}><b>{Html.User(exchange.Name)}</b><p>{Html.User(exchange.Typed)}</p></li>
            <li class="bot" id="answer" {mark}><p>{ReplyText.Render(exchange.Reply)}{later}</p></li>
            """);
    }

    private Html Chips() => !IsReadable ? Html.Empty : Html.Format(
        $"""
        <p id="hints-label">{(Incident is null ? "Type this first" : Incident.Closed ? "Closed, and the draft is ready to download. Next" : "Try next")}</p>
        <ul class="chips" aria-labelledby="hints-label">{Hints.For(Incident, Settings.Root).Select(Chip)}</ul>
        """);

    private Html Chip(Hint hint) => Html.Format(
        $"<li>{Prefill.Link(hint.Line, Channel, Html.Format($"<code>{hint.Line}</code><span>{hint.Purpose}</span>"), "prefill chip")}</li>");

    /// <param name="id">The form in which the line was sent before, if that is not settled.</param>
    private Html Form(AntiforgeryTokenSet tokens, string name, string typed, string? id) => Html.Format(
        $"""
        <form id="say" class="say" method="post" action="/" autocomplete="off"
         data-waiting="{IntakeTexts.Waiting}" data-retrying="{IntakeTexts.Retrying}" data-unreachable="{IntakeTexts.Unreachable}">
        {LoginPage.Token(tokens)}
        <input type="hidden" name="channel" value="{Channel.Value}">
        <input type="hidden" name="deliveryId" value="{id ?? Guid.NewGuid().ToString("N")}">
        <div class="who"><label for="name">Your name</label><input id="name" name="name" value="{name}" maxlength="100" required></div>
        <div class="line"><label for="text" class="hidden">Command</label>
        <textarea id="text" name="text" rows="1" required autofocus spellcheck="true" placeholder="/detected what happened" aria-describedby="waiting">{"\n" + typed}</textarea>
        <button>Send</button>
        <ul id="verbs" class="verbs" role="listbox" aria-label="Commands" hidden>{Verbs.All.Select(Verb)}</ul></div>
        <p id="waiting" class="waiting" role="status"></p>
        </form>
        <details class="all-verbs"><summary>All commands</summary><dl>{Verbs.All.Select(Meaning)}</dl></details>
        """);

    private Html Verb(Verb verb) => Html.Format(
        $"<li role=\"option\" id=\"verb-{verb.Name}\" data-line=\"{verb.Typed(Settings.Root)}\"{Html.When(Asking.Is(verb), $" data-asks")}><code>{verb.Usage(Settings.Root)}</code> <span>{verb.Does}</span></li>");

    private Html Meaning(Verb verb) => Html.Format($"<dt><code>{verb.Usage(Settings.Root)}</code></dt><dd>{verb.Does}</dd>");

    private Html Panel()
    {
        if (Incident is null)
        {
            return IsReadable ? Empty : Unreadable;
        }

        var panel = new IncidentPanel(Incident, Drafts, Settings, Now, Layout);
        var draft = Incident.Closed ? panel.Draft("/") : Html.Empty;
        return Html.Format($"{panel.Head()}{draft}{panel.Timeline()}{panel.Missing()}");
    }

    private static readonly Html Unreadable = Html.Literal(
        """
        <div class="empty"><h1>The timeline cannot be read now</h1>
        <p>The storage does not answer. Go on typing: the answer to each line says whether it is kept.</p></div>
        """);

    private static readonly Html Empty = Html.Literal(
        """
        <div class="empty"><h1>No incident here yet</h1>
        <p>The first <code>/detected</code> opens one and starts the clock. Then the timeline grows here, line by line:</p>
        <ol><li><code>/detected</code> what was noticed</li><li><code>/note</code> any step or fact</li>
        <li><code>/dead-end</code> a path that led nowhere: worth as much as the right one</li><li><code>/resolved</code> service is back</li>
        <li><code>close</code> and download the draft</li></ol></div>
        """);
}
