using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Contracts;

/// <summary>A clearinghouse or payer that takes our files, and whose claims go there.</summary>
public sealed record PartnerForm
{
    public string? Key { get; init; }
    public string? Name { get; init; }
    /// <summary>folder or sandbox.</summary>
    public string? Transport { get; init; }
    public string? Folder { get; init; }
    public string? SubmitterId { get; init; }
    public string? ReceiverId { get; init; }
    public string? ReceiverName { get; init; }
    public IReadOnlyList<string>? Payers { get; init; }
}

public static class SetPartner
{
    public static async Task<Saved> Run(Tx tx, PartnerForm form, CancellationToken cancel = default)
    {
        var fields = new Fields();
        var key = fields.Text("key", "key", form.Key, 60);
        var name = fields.Text("name", "name of the partner", form.Name, 60);
        var transport = fields.Word<PartnerTransport>("transport", "transport", form.Transport ?? "folder");
        var folder = fields.Note("folder", "folder", form.Folder, 400) ?? $"partners/{key}";
        // ISA06 and ISA08 have 15 characters.
        var submitter = fields.PayerNumber("submitterId", "submitter id", form.SubmitterId, 15);
        var receiver = fields.PayerNumber("receiverId", "receiver id", form.ReceiverId, 15);
        var receiverName = fields.TextOrNull("receiverName", "name of the receiver", form.ReceiverName, 60) ?? name;
        var payers = new List<Payer>();
        for (var i = 0; i < (form.Payers?.Count ?? 0); i++)
        {
            if (await PartyQueries.Payer(tx, fields, $"payers[{i}]", form.Payers![i], cancel) is { } payer) payers.Add(payer);
        }
        fields.ThrowIfAny();

        var known = await tx.Db.Set<TradingPartner>().FirstOrDefaultAsync(p => p.Key == key, cancel);
        var partner = known ?? tx.Add(new TradingPartner
        {
            Id = tx.NextId<TradingPartner>(), Key = key, Name = name, Transport = transport, Folder = folder, SubmitterId = submitter, ReceiverId = receiver, ReceiverName = receiverName,
        });
        var changed = new Edit()
            .Field("name", partner.Name, name, v => partner.Name = v).Field("transport", partner.Transport, transport, v => partner.Transport = v)
            .Field("folder", partner.Folder, folder, v => partner.Folder = v).Field("submitterId", partner.SubmitterId, submitter, v => partner.SubmitterId = v)
            .Field("receiverId", partner.ReceiverId, receiver, v => partner.ReceiverId = v).Field("receiverName", partner.ReceiverName, receiverName, v => partner.ReceiverName = v).Apply();
        var routed = await Route(tx, partner, payers, cancel);
        return new Saved(partner.Id.Value, key, Saved.HowOf(known is null, changed || routed));
    }

    /// <summary>A payer's claims go one way: naming it here takes it from the partner it was with.</summary>
    private static async Task<bool> Route(Tx tx, TradingPartner partner, List<Payer> payers, CancellationToken cancel)
    {
        var ids = payers.Select(p => p.Id).ToList();
        var known = await tx.Db.Set<PartnerPayer>().Where(p => ids.Contains(p.PayerId)).ToListAsync(cancel);
        var moved = known.Where(k => k.PartnerId != partner.Id).ToList();
        foreach (var route in moved) route.PartnerId = partner.Id;
        var added = ids.Where(id => !known.Exists(k => k.PayerId == id)).ToList();
        foreach (var id in added) tx.Add(new PartnerPayer { Id = tx.NextId<PartnerPayer>(), PartnerId = partner.Id, PayerId = id });
        return moved.Count + added.Count > 0;
    }
}
