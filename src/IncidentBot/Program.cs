using IncidentBot.Web.Hosting;

return await BotServer.RunAsync();
