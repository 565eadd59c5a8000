using System.Text.Json;
using System.Text.Json.Serialization;
using CleanClaim.Sandbox.Payers;
using CleanClaim.Sandbox.Reading;

namespace CleanClaim.Sandbox.Folder;

/// <summary>Money on its way to the clinic's bank.</summary>
internal sealed record Deposit(DateOnly Due, string Description, long Amount, string Trace, string Originator);

/// <summary>A claim on its way from the primary to the supplement.</summary>
internal sealed record Crossover(DateOnly Due, SubmittedClaim Claim);

/// <summary>An input that the answers of <see cref="Pending.Outputs"/> belong to; the hash tells it from a later file of the same name.</summary>
internal sealed record TakenInput(string Path, string Hash, string Folder);

/// <summary>What a committed run still has to show: .part files to rename, inputs to move. Doing it twice does no harm.</summary>
internal sealed record Pending(IReadOnlyList<string> Outputs, IReadOnlyList<TakenInput> Inputs);

/// <summary>Everything the payers remember, in one file that is replaced whole.</summary>
internal sealed class SandboxState
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true };

    /// <summary>ISA13 and GS06 of the next answer.</summary>
    public long NextControl { get; set; } = 1;
    public long NextClaim { get; set; } = 1;
    public long NextTrace { get; set; } = 1;

    /// <summary>Sender and ISA13 of every interchange taken.</summary>
    public HashSet<string> Interchanges { get; init; } = [];
    public List<AdjudicatedClaim> Claims { get; init; } = [];
    public List<Crossover> Crossovers { get; init; } = [];
    public List<Deposit> Deposits { get; init; } = [];

    /// <summary>What a payer has to get back from a payee (payer/npi), carried by PLB FB.</summary>
    public Dictionary<string, long> Forwarded { get; init; } = [];
    public Dictionary<string, string> LastTraces { get; init; } = [];

    /// <summary>Misbehaviour that happens once and has happened.</summary>
    public HashSet<string> Done { get; init; } = [];
    public Dictionary<string, int> BankFiles { get; init; } = [];
    public Pending? Pending { get; set; }

    public static SandboxState Load(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<SandboxState>(File.ReadAllBytes(path), Json) ?? new() : new();

    /// <summary>Written beside, flushed to the disk, then renamed: a crash leaves the old state or the new one.</summary>
    public void Save(string path)
    {
        var beside = path + ".tmp";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, this, Json);
            file.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: true);
    }

    public IReadOnlyList<AdjudicatedClaim> Standing(string payerId) => [.. Claims.Where(c => c.PayerId == payerId && !c.Reversed)];
}
