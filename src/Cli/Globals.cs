using System.CommandLine;

namespace CleanClaim.Cli;

/// <summary>Options that every command takes, before or after its name.</summary>
public static class Globals
{
    public static readonly Option<string?> Data = new("--data")
    {
        Description = "folder of the embedded database (default ./data, or CLEANCLAIM_DATA)", HelpName = "DIR", Recursive = true,
    };

    public static readonly Option<string?> Database = new("--database")
    {
        Description = "a PostgreSQL database instead (or CLEANCLAIM_DATABASE)", HelpName = "postgres://…", Recursive = true,
    };

    public static readonly Option<string?> Organization = new("--organization")
    {
        Description = "key of the organization, where a PostgreSQL database holds several", HelpName = "KEY", Recursive = true,
    };

    public static readonly Option<string?> Practice = new("--practice")
    {
        Description = "key of the practice to work for", HelpName = "CODE", Recursive = true,
    };

    public static readonly Option<string?> As = new("--as")
    {
        Description = "act as this user (else the operator of the data folder)", HelpName = "EMAIL", Recursive = true,
    };

    public static readonly Option<DateOnly?> Today = new("--today")
    {
        Description = "set the clock of this command; practice data only", HelpName = "DATE", Recursive = true, CustomParser = Words.Day,
    };

    public static readonly Option<bool> Json = new("--json") { Description = "machine output: one JSON object per line", Recursive = true };

    public static readonly IReadOnlyList<Option> All = [Data, Database, Organization, Practice, As, Today, Json, CleanClaim.Cli.Data.ServerData.SingleRole];
}
