using CleanClaim.Billing.Access;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

/// <summary>A new organization with its own data key and its first user, who owns it. An embedded folder holds exactly one.</summary>
public static class CreateOrganization
{
    public sealed record Command(string Key, string Name, bool PracticeData, string AdminEmail, string? PasswordHash);

    /// <summary>Opens the work itself: before this there is no organization to work in. Two at once get two numbers.</summary>
    public static async Task<Id<Organization>> Run(Work work, Command command, CancellationToken cancel = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var org = await work.Global(write: false, async db => await Next(db, work.Database, command, cancel), cancel);
            var scope = Scope.System(org) with { Actor = command.AdminEmail };
            try
            {
                await work.Do(Right.Administer, scope, Request.Once("organization.create"), tx => Add(tx, command, cancel), cancel);
                return org;
            }
            catch (Exception e) when (attempt < 5 && work.Database.IsDuplicate(e))
            {
                // Another one took the number between our look and our insert; the next look gives a higher one, or says that the key is taken.
            }
        }
    }

    private static async Task<Id<Organization>> Next(BillingDb db, IDatabase database, Command command, CancellationToken cancel)
    {
        if (await db.Set<Organization>().AnyAsync(o => o.Key == command.Key, cancel))
            throw new BadInputException("organization.key", $"There is an organization \"{command.Key}\" already.", "Choose another key.");
        var last = await db.Set<Organization>().OrderByDescending(o => o.Org).Select(o => (Id<Organization>?)o.Org).FirstOrDefaultAsync(cancel);
        if (last is not null && database.Kind == "sqlite")
            throw new BadInputException("organization.key", "This data folder holds an organization already, and a folder holds only one.", "Use another folder, or PostgreSQL.");
        return new((last?.Value ?? 0) + 1);
    }

    private static async Task<bool> Add(Tx tx, Command command, CancellationToken cancel)
    {
        var lastKey = await tx.Db.Set<KeyRingRow>().OrderByDescending(k => k.Id).Select(k => k.Id).FirstOrDefaultAsync(cancel);
        var key = tx.Add(new KeyRingRow
        {
            Id = lastKey + 1, Purpose = $"organization {tx.Scope.Org}", Wrapped = tx.Work.Vault.NewWrappedKey(), MasterFingerprint = tx.Work.Vault.Fingerprint, At = tx.Now,
        });
        tx.Add(new Organization { Org = tx.Scope.Org, Key = command.Key, Name = command.Name, KeyId = key.Id, PracticeData = command.PracticeData });
        await AddUser.Run(tx, new AddUser.Command(command.AdminEmail, Role.Owner, command.PasswordHash, []), cancel);
        tx.Subject = $"organization {tx.Scope.Org}";
        return true;
    }
}
