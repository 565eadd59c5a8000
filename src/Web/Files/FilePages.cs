using System.Text;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Submissions.Paper;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Files;

/// <summary>Stored files as they came, went or were made: segment by segment for X12, so that a fact's place can be seen.</summary>
internal static class FilePages
{
    private const int MostShown = 5_000;

    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/files/{sha}", Show).Needs(Right.See);
        routes.MapGet("/files/{sha}/raw", Raw).Needs(Right.See);
        routes.MapGet("/files/{sha}/paper", Paper).Needs(Right.See);
    }

    private static async Task<IResult> Show(Desk desk, string sha, int? from, int? to)
    {
        if (await Find(desk, sha) is not { } file) return Results.NotFound();
        if (file.Name.EndsWith(".pdf", StringComparison.Ordinal)) return Results.LocalRedirect($"/files/{sha}/raw");
        var bytes = await desk.Read(tx => FileStore.Get(tx, sha, desk.Cancel));
        var (segments, more) = Segments(bytes);
        return new RazorComponentResult<FilePage>(new { File = file, Segments = segments, More = more, From = from ?? 0, To = to ?? from ?? 0 });
    }

    private static async Task<IResult> Raw(Desk desk, string sha, HttpContext http)
    {
        if (await Find(desk, sha) is not { } file) return Results.NotFound();
        var bytes = await desk.Read(tx => FileStore.Get(tx, sha, desk.Cancel));
        if (file.Name.EndsWith(".pdf", StringComparison.Ordinal))
        {
            http.Response.Headers.ContentDisposition = $"inline; filename=\"{file.Name}\"";
            return Results.Bytes(bytes, "application/pdf");
        }
        return Results.File(bytes, "application/octet-stream", Path.GetFileName(file.Name));
    }

    /// <summary>One claim of a file that went, on CMS-1500: drawn, or the data alone for the form.</summary>
    private static async Task<IResult> Paper(Desk desk, string sha, string claim, bool? overlay, HttpContext http)
    {
        if (await Find(desk, sha) is not { } file) return Results.NotFound();
        var bytes = await desk.Read(tx => FileStore.Get(tx, sha, desk.Cancel));
        var form = PaperForm.Of("cms1500")!;
        if (PrintClaims.Run(file.Name, new MemoryStream(bytes), form, PaperGrid.Of(form.Name), overlay ?? false, claim).Pdf is not { } pdf) return Results.NotFound();
        http.Response.Headers.ContentDisposition = "inline; filename=\"claim.pdf\"";
        return Results.Bytes(pdf, "application/pdf");
    }

    private static Task<StoredFile?> Find(Desk desk, string sha) =>
        desk.Read(tx => tx.Db.Set<StoredFile>().AsNoTracking().FirstOrDefaultAsync(f => f.Sha256 == sha, desk.Cancel));

    /// <summary>Segments are numbered as facts name them, from 1; what is no X12 is shown by lines.</summary>
    private static (IReadOnlyList<string> Segments, bool More) Segments(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var start = text.IndexOf("ISA", StringComparison.Ordinal);
        var end = start >= 0 && text.Length > start + 105 ? text[start + 105] : '\n';
        var parts = text.Split(end, StringSplitOptions.TrimEntries).Where((part, i) => part.Length > 0 || i == 0).Take(MostShown + 1).ToList();
        return ([.. parts.Take(MostShown)], parts.Count > MostShown);
    }
}
