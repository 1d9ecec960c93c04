using IncidentBot.Core.Times;
using NodaTime;

namespace IncidentBot.Tests.Times;

/// <summary>Words of a language that are a word of time besides, in it or in English: the lines are about something else.</summary>
public sealed class OrdinaryWordsTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 5, 13, 15, 20);

    [Theory]
    [InlineData("pt-BR", "o cluster deveria ter 3")]
    [InlineData("pt-BR", "voltou a ter 5")]
    [InlineData("pt-BR", "tem que ter 3, tem 1")]
    [InlineData("pt-BR", "na segunda réplica caiu o disco")]
    [InlineData("pt-BR", "na quarta tentativa funcionou")]
    [InlineData("pt-BR", "falha na réplica quarta 2")]
    [InlineData("pt-BR", "o serviço some 2 min depois")]
    [InlineData("fr-FR", "le test tourne sur le jeu 3")]
    [InlineData("fr-FR", "tue 3, relance 2")]
    [InlineData("fr-FR", "le script en tue 12")]
    [InlineData("fr-FR", "c'est mon 3")]
    [InlineData("fr-FR", "on en a 12")]
    [InlineData("fr-FR", "sept 12 erreurs")]
    [InlineData("it-IT", "rimosse le tue 3")]
    [InlineData("it-IT", "sul dom 0")]
    [InlineData("it-IT", "sei 3")]
    [InlineData("it-IT", "fa 12 errori")]
    [InlineData("es-ES", "dentro de xen dom 3")]
    [InlineData("es-ES", "ten 3 a mano")]
    [InlineData("es-ES", "once fallos")]
    [InlineData("de-DE", "3 am Lastverteiler gestört")]
    [InlineData("de-DE", "8 am Anschlag")]
    [InlineData("de-DE", "es ist so 3")]
    [InlineData("de-DE", "Last 3 Stunden hoch")]
    [InlineData("nl-NL", "zo 3, dan 5 pods herstart")]
    [InlineData("nl-NL", "staat op to do 3")]
    [InlineData("nl-NL", "de server zat 3")]
    [InlineData("nl-NL", "last 3 uur hoog")]
    [InlineData("en-GB", "the java on sun 3")]
    [InlineData("en-GB", "the job fails Mondays at 9:00")]
    [InlineData("en-GB", "runs on weekdays at 9:00")]
    [InlineData("en-GB", "restored to 2026-05-12 10:42")]
    [InlineData("en-GB", "failed over 20 pods")]
    [InlineData("it-IT", "errore nel set 10")]
    public void A_line_that_is_about_something_else_has_no_time(string locale, string line)
    {
        var reading = TimeReader.Read(line, Now, DateTimeZone.Utc, locale);

        Assert.Equal((TimeKind.None, line), (reading.Kind, reading.Rest));
    }

    [Theory]
    [InlineData("fr-FR", "pod tué à 10h42", "à 10h42", "pod tué", 13)]
    [InlineData("fr-FR", "tué à 10h42", "à 10h42", "tué", 13)]
    [InlineData("fr-FR", "jeu 14h relancé", "jeu 14h", "relancé", 7)]
    [InlineData("fr-FR", "serveur relancé jeu 14h", "jeu 14h", "serveur relancé", 7)]
    [InlineData("it-IT", "le tue richieste alle 10:42", "alle 10:42", "le tue richieste", 13)]
    [InlineData("nl-NL", "server zat om 10:42 vast", "", "server zat om 10:42 vast", null)]
    [InlineData("nl-NL", "zat. om 10:42 herstart", "zat. om 10:42", "herstart", 9)]
    [InlineData("de-DE", "9:15 am Server neu gestartet", "9:15", "am Server neu gestartet", 13)]
    [InlineData("de-DE", "9 am restarted", "9 am", "restarted", 13)]
    [InlineData("de-DE", "3 am Montag ausgefallen", "", "3 am Montag ausgefallen", null)]
    [InlineData("pt-BR", "segunda às 3 reiniciado", "segunda às 3", "reiniciado", 11)]
    [InlineData("pt-BR", "falha na quarta", "na quarta", "falha", 13)]
    [InlineData("pt-BR", "na segunda falha às 10:42", "às 10:42", "na segunda falha", 13)]
    [InlineData("en-GB", "Fri 14:00 deployed", "Fri 14:00", "deployed", 8)]
    [InlineData("en-GB", "Fri at 3 deployed", "Fri at 3", "deployed", 8)]
    [InlineData("en-GB", "deployed on Fri at 3", "on Fri at 3", "deployed", 8)]
    public void A_time_beside_such_a_word_is_read_as_ever(string locale, string line, string matched, string rest, int? day)
    {
        var reading = TimeReader.Read(line, Now, DateTimeZone.Utc, locale);

        Assert.Equal((matched, rest, day), (reading.Matched, reading.Rest, reading.Start?.InUtc().Day));
    }
}
