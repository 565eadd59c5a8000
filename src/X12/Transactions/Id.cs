namespace CleanClaim.X12.Transactions;

/// <summary>Segment ids as constants, packed as <see cref="SegmentId"/> packs them, so that a switch over them compares numbers.</summary>
internal static class Id
{
    public const uint
        Ak2 = 'A' | 'K' << 8 | '2' << 16, Amt = 'A' | 'M' << 8 | 'T' << 16, Bht = 'B' | 'H' << 8 | 'T' << 16, Cas = 'C' | 'A' << 8 | 'S' << 16, Cl1 = 'C' | 'L' << 8 | '1' << 16,
        Clm = 'C' | 'L' << 8 | 'M' << 16, Clp = 'C' | 'L' << 8 | 'P' << 16, Dmg = 'D' | 'M' << 8 | 'G' << 16, Dn1 = 'D' | 'N' << 8 | '1' << 16,
        Dn2 = 'D' | 'N' << 8 | '2' << 16, Dtm = 'D' | 'T' << 8 | 'M' << 16, Dtp = 'D' | 'T' << 8 | 'P' << 16, Hi = 'H' | 'I' << 8, Hl = 'H' | 'L' << 8,
        Lin = 'L' | 'I' << 8 | 'N' << 16, Lq = 'L' | 'Q' << 8, Lx = 'L' | 'X' << 8, Mia = 'M' | 'I' << 8 | 'A' << 16, Moa = 'M' | 'O' << 8 | 'A' << 16,
        N3 = 'N' | '3' << 8, N4 = 'N' | '4' << 8, Nm1 = 'N' | 'M' << 8 | '1' << 16, Nte = 'N' | 'T' << 8 | 'E' << 16, Oi = 'O' | 'I' << 8,
        Pat = 'P' | 'A' << 8 | 'T' << 16, Per = 'P' | 'E' << 8 | 'R' << 16, Plb = 'P' | 'L' << 8 | 'B' << 16, Prv = 'P' | 'R' << 8 | 'V' << 16,
        Qty = 'Q' | 'T' << 8 | 'Y' << 16, Rdm = 'R' | 'D' << 8 | 'M' << 16, Ref = 'R' | 'E' << 8 | 'F' << 16, Sbr = 'S' | 'B' << 8 | 'R' << 16,
        Sv1 = 'S' | 'V' << 8 | '1' << 16, Sv2 = 'S' | 'V' << 8 | '2' << 16, Sv3 = 'S' | 'V' << 8 | '3' << 16, Svc = 'S' | 'V' << 8 | 'C' << 16,
        Svd = 'S' | 'V' << 8 | 'D' << 16, Too = 'T' | 'O' << 8 | 'O' << 16;
}
