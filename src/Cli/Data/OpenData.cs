using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Cli.Data;

/// <summary>Where the data is: an embedded folder, or a PostgreSQL database (whose keys and exchange files still need a folder).</summary>
public sealed record DataPlace(string Folder, string? Database, string MasterKey)
{
    public static DataPlace Of(CommandContext context)
    {
        var folder = context.PathOf(Named(context.Get(Globals.Data), context.Around.Variable("CLEANCLAIM_DATA")) ?? "data");
        var key = Named(null, context.Around.Variable("CLEANCLAIM_MASTER_KEY_FILE")) is { } named ? context.PathOf(named) : DataFolder.MasterKeyIn(folder);
        return new(folder, Named(context.Get(Globals.Database), context.Around.Variable("CLEANCLAIM_DATABASE")), key);
    }

    /// <summary>Takes the folder with the embedded database; null when another process holds it.</summary>
    public Task<DataFolder?> TryOpen(CommandContext context, CancellationToken cancel) => DataFolder.TryOpen(Folder, Migrations.Sqlite.Steps.All, context.Around.Clock, cancel, MasterKey);

    private static string? Named(string? option, string? variable) => !string.IsNullOrEmpty(option) ? option : string.IsNullOrEmpty(variable) ? null : variable;
}

/// <summary>Finds the data that a command names and runs the command on it: in this process, or in the one that serves it.</summary>
public interface IDataOpener
{
    Task<int> Use(CommandContext context, Func<OpenData, Task<int>> run, CancellationToken cancel);
}

/// <summary>Open data, and who acts on it.</summary>
/// <param name="key">One for all tries of one command, from whichever process they come; null where nobody tries again.</param>
public sealed class OpenData(Work work, DataPlace place, Organization? organization, Scope? scope, string? key = null)
{
    private readonly string _key = key ?? Surroundings.NewKey();
    private int _asked;

    public Work Work => work;
    public DataPlace Place => place;

    /// <exception cref="CannotRunException">The database is empty.</exception>
    public Organization Organization => organization
        ?? throw new CannotRunException("There is no organization here yet. Begin with cleanclaim init --admin EMAIL, or with cleanclaim demo.");

    public Scope Scope => scope ?? throw new CannotRunException("There is no organization here yet. Begin with cleanclaim init --admin EMAIL, or with cleanclaim demo.");

    public bool IsEmpty => organization is null;

    /// <summary>
    /// One request of this command. The command given again under its key asks the same requests in the same order, and finds done what was done.
    /// </summary>
    public Request Once(string verb, object? body = null) => new(verb, $"{verb}:{_key}:{++_asked}", body);

    /// <summary>One organization of the database, under the clock and the user that the command names.</summary>
    public static async Task<OpenData> Of(Work work, DataPlace place, CommandContext context, CancellationToken cancel)
    {
        var all = await work.Global(write: false, db => db.Set<Organization>().AsNoTracking().ToListAsync(cancel), cancel);
        if (all.Count == 0) return new OpenData(work, place, null, null, context.Around.Key);
        var organization = Choose(all, context.Get(Globals.Organization));
        return new OpenData(Clocked(work, organization, context), place, organization, await Acting(work, organization.Org, context.Get(Globals.As), cancel), context.Around.Key);
    }

    private static Organization Choose(List<Organization> all, string? key)
    {
        if (key is null)
        {
            return all.Count == 1 ? all[0]
                : throw new CannotRunException($"This database holds {all.Count} organizations; say which with --organization: {string.Join(", ", all.Select(o => o.Key))}.");
        }
        return all.FirstOrDefault(o => o.Key == key) ?? throw new CannotRunException($"There is no organization \"{key}\" here.");
    }

    private static Work Clocked(Work work, Organization organization, CommandContext context)
    {
        if (context.Get(Globals.Today) is not { } day) return work;
        if (!organization.PracticeData) throw new CannotRunException("--today is for practice data only; this is a real organization's data.");
        return work.At(new SetClock(day));
    }

    private static async Task<Scope> Acting(Work work, Id<Organization> org, string? email, CancellationToken cancel)
    {
        if (email is null) return new Scope(org, null, "operator", Role.Owner);
        var address = email.Trim().ToLowerInvariant();
        return await Members.Find(work, org, address, cancel)
            ?? throw new CannotRunException($"{address} is not a user here. Add the user with cleanclaim user add {address}.");
    }
}

/// <summary>A clock that stands at one day: noon in New York, the same date in every US state.</summary>
internal sealed class SetClock(DateOnly day) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(day, new TimeOnly(17, 0), TimeSpan.Zero);
}
