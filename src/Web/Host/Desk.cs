using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Access;
using CleanClaim.Web.Components;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Host;

/// <summary>The signed-in person at work: reads and sends verbs in their own name. One per request.</summary>
public sealed class Desk(IHttpContextAccessor accessor, Work work, IDataProtectionProvider protection)
{
    private readonly HttpContext _http = accessor.HttpContext!;
    private readonly ITimeLimitedDataProtector _notes = protection.CreateProtector("note").ToTimeLimitedDataProtector();

    /// <summary>All practices that are granted: for what goes beyond one book, as a payer's file that says itself whose it is.</summary>
    public Scope Scope => Session.ScopeOf(_http.User);
    public OpenBooks Books => _http.Features.Get<OpenBooks>() ?? new OpenBooks([], null);
    /// <summary>The practice whose book is open: what a page shows and a form changes.</summary>
    public Scope Here => Books.Open is { Id: var open } ? Scope with { Practices = [open] } : Scope;
    public Work Work => work;
    public CancellationToken Cancel => _http.RequestAborted;

    public bool May(Right right) => Rights.Allows(Scope.Role, right);

    public Task<T> Read<T>(Func<Tx, Task<T>> query) => work.Read(Here, query, Cancel);

    /// <summary>A read that shows the other side of something of the open book too, where that is granted.</summary>
    public Task<T> ReadGranted<T>(Func<Tx, Task<T>> query) => work.Read(Scope, query, Cancel);

    /// <summary>The practice whose book is open: the only one, or the one chosen.</summary>
    /// <exception cref="BadInputException">The organization has no practice yet.</exception>
    public Task<Practice> Practice() => Books.Open is { } open ? Task.FromResult(open)
        : throw new BadInputException("practice", "There is no practice yet.", "Import a book with `cleanclaim import book`, or start with `cleanclaim demo`.");

    /// <summary>A sentence for the next page's address, sealed: a page says only what we said.</summary>
    public string Note(string sentence) => _notes.Protect(sentence, TimeSpan.FromMinutes(5));

    /// <summary>The sentence; null when it is absent, old, or was not sealed by us.</summary>
    public string? Noted(string? note)
    {
        if (string.IsNullOrEmpty(note)) return null;
        try
        {
            return _notes.Unprotect(note);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Today where the practice is.</summary>
    public DateOnly Today(Practice practice) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(work.Clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(practice.Zone)).DateTime);

    /// <summary>Carries out a form's verb once, then shows <paramref name="then"/>; a form with faults comes back filled.</summary>
    public async Task<IResult> Send<T>(Right right, string verb, FormState form, object body, Func<Tx, Task<T>> run, Func<T, string> then, Func<FormState, Task<IResult>> again)
    {
        try
        {
            var result = await work.Do(right, Here, new Request(verb, $"web:{form.Key}", body), tx => Whole(form, () => run(tx)), Cancel);
            return Results.LocalRedirect(then(result));
        }
        catch (BadInputException e)
        {
            return await again(form.With(e.Faults));
        }
        catch (StaleEditException e)
        {
            return await again(form.Overtaken(e));
        }
    }

    /// <summary>The verb, unless the form could not take a field; its faults and the verb's are told at once, the form's first where both mean one field.</summary>
    private static async Task<T> Whole<T>(FormState form, Func<Task<T>> run)
    {
        try
        {
            var result = await run();
            return form.Refused.Count == 0 ? result : throw new BadInputException(form.Refused);
        }
        catch (BadInputException e) when (form.Refused.Count > 0)
        {
            throw new BadInputException([.. form.Refused, .. e.Faults.Where(f => form.Refused.All(own => own.Place != f.Place))]);
        }
    }

    /// <summary>What a browser brought as a file.</summary>
    public static async Task<byte[]> Bytes(IFormFile file, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }

    /// <summary>Runs a part of a larger form; its faults get the part's name in front, so that they find their fields.</summary>
    public static async Task<T> Part<T>(string name, Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (BadInputException e)
        {
            throw new BadInputException([.. e.Faults.Select(f => f with { Place = $"{name}.{f.Place}" })]);
        }
    }
}
