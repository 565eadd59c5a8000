using System.Globalization;
using System.Text.Json;
using CleanClaim.Testing;

namespace CleanClaim.Cli.Tests;

/// <summary>Several nodes serve one PostgreSQL database and fetch from one partner's folder.</summary>
public sealed class SeveralNodesTests
{
    private const int Nodes = 3;
    private const int Files = 20;

    [PostgresFact]
    public async Task Nodes_that_fetch_one_partners_folder_at_once_post_each_file_once()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        using var program = new Cleanclaim();
        async Task<Ran> Run(params string[] words)
        {
            var ran = await program.Run([.. words, "--database", database.AppUrl, "--today", Cleanclaim.Today]);
            Assert.True(ran.Code == 0, ran.Out + ran.Err);
            return ran;
        }

        Assert.Equal(0, (await program.Run("migrate", "--database", database.OwnerUrl)).Code);
        Assert.Equal(0, (await program.Run("init", "--admin", "anna@clinic.example", "--practice-data", "--database", database.AppUrl)).Code);
        await Run("import", "book", Checkout.PathTo("data", "demo.book.json"));
        program.Write("partner.json", """{"key":"house","name":"Clearing House","submitterId":"JUNIPER","receiverId":"CH","folder":"house"}""");
        await Run("partner", "set", "partner.json");

        // A node that started late finds nothing left: then they fetch again.
        var sent = 0;
        for (var raced = false; !raced;)
        {
            Assert.True(sent < 4 * Files, "in four rounds no two nodes fetched at once");
            Send(program, sent, sent += Files);
            var nodes = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => program.Run("exchange", "--json", "--database", database.AppUrl, "--today", Cleanclaim.Today)));
            Assert.All(nodes, n => Assert.Equal("", n.Err));
            raced = nodes.Count(n => n.Lines.Count > 0) > 1;
            var first = nodes.SelectMany(n => n.Lines).Where(l => Outcome(l) != "duplicate").Select(l => l.GetProperty("file").GetString()!).ToList();
            Assert.Equal(Names(sent - Files, sent), first.Order(StringComparer.Ordinal));
        }

        var arrived = Path.Combine(program.Data, "house");
        Assert.Empty(Directory.GetFiles(Path.Combine(arrived, "out")));
        Assert.Equal(sent, Directory.GetFiles(Path.Combine(arrived, "fetched")).Length);
        var inTransit = (await Run("ledger", "balance", "--json")).Lines.Where(l => l.GetProperty("account").GetString() == "paymentsInTransit").Sum(l => decimal.Parse(l.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture));
        Assert.Equal(37.00m * sent, inTransit);
        await Run("ledger", "verify");
    }

    private static string Outcome(JsonElement line) => line.GetProperty("outcome").GetString()!;

    private static IEnumerable<string> Names(int from, int to) => Enumerable.Range(from, to - from).Select(n => $"{n:000}.835");

    /// <summary>Remittances whose one claim waits for a person: the money of each is posted all the same.</summary>
    private static void Send(Cleanclaim program, int from, int to)
    {
        var folder = Directory.CreateDirectory(Path.Combine(program.Data, "house", "out")).FullName;
        foreach (var name in Names(from, to)) File.WriteAllText(Path.Combine(folder, name), new Era { Trace = "NODE-" + name[..3] }.Text);
    }
}
