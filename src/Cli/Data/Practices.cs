using CleanClaim.Billing;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Cli.Data;

/// <summary>Which practices a command works for: the one that --practice names, else all that the user may see.</summary>
internal static class Practices
{
    public static async Task<IReadOnlyList<Practice>> All(CommandContext context, OpenData data, CancellationToken cancel)
    {
        var mine = await data.Work.Read(data.Scope, tx => tx.Db.Set<Practice>().AsNoTracking().OrderBy(p => p.Key).ToListAsync(cancel), cancel);
        if (data.Scope.Practices is { } allowed) mine = mine.FindAll(p => allowed.Contains(p.Id));
        if (context.Get(Globals.Practice) is { } key)
            return mine.Find(p => p.Key == key) is { } one ? [one] : throw new CannotRunException(mine.Count == 0 ? $"There is no practice \"{key}\" here; there is none yet." : $"There is no practice \"{key}\" here; --practice is one of {string.Join(", ", mine.Select(p => p.Key))}.");
        return mine.Count > 0 ? mine : throw new CannotRunException("There is no practice here yet. Import one with cleanclaim import book FILE.");
    }

    public static async Task<Practice> One(CommandContext context, OpenData data, CancellationToken cancel)
    {
        var all = await All(context, data, cancel);
        return all.Count == 1 ? all[0] : throw new CannotRunException($"Say for which practice with --practice: {string.Join(", ", all.Select(p => p.Key))}.");
    }

    /// <summary>The actor's scope, in the practice that --practice names where it does.</summary>
    public static async Task<Scope> Scope(CommandContext context, OpenData data, CancellationToken cancel) =>
        context.Get(Globals.Practice) is null ? data.Scope : data.Scope with { Practices = [.. (await All(context, data, cancel)).Select(p => p.Id)] };

    /// <summary>A visit by its key, in the practice named or in the only one that has it.</summary>
    public static async Task<Encounter> Visit(CommandContext context, OpenData data, string key, CancellationToken cancel)
    {
        var practices = (await All(context, data, cancel)).Select(p => p.Id).ToList();
        var found = await data.Work.Read(data.Scope, tx => tx.Db.Set<Encounter>().AsNoTracking().Where(e => e.Key == key && practices.Contains(e.Practice)).ToListAsync(cancel), cancel);
        return found.Count switch
        {
            1 => found[0],
            0 => throw new BadInputException("visit", $"There is no visit \"{key}\".", "Check the key; it is the one of the book file or the page."),
            _ => throw new CannotRunException($"Several practices have a visit \"{key}\"; say which with --practice."),
        };
    }

    public static async Task<Patient> Patient(CommandContext context, OpenData data, string key, CancellationToken cancel)
    {
        var practices = (await All(context, data, cancel)).Select(p => p.Id).ToList();
        var found = await data.Work.Read(data.Scope, tx => tx.Db.Set<Patient>().AsNoTracking().Where(e => e.Key == key && practices.Contains(e.Practice)).ToListAsync(cancel), cancel);
        return found.Count switch
        {
            1 => found[0],
            0 => throw new BadInputException("patient", $"There is no patient \"{key}\".", "Check the key; it is the one of the book file or the page."),
            _ => throw new CannotRunException($"Several practices have a patient \"{key}\"; say which with --practice."),
        };
    }

    /// <summary>Today where the practice is, or the day that --today sets.</summary>
    public static DateOnly Today(OpenData data, Practice practice) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(data.Work.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(practice.Zone)).DateTime);
}
