using CleanClaim.Web.Claims;
using CleanClaim.Web.Denials;
using CleanClaim.Web.Files;
using CleanClaim.Web.Patients;
using CleanClaim.Web.Payments;
using CleanClaim.Web.Reports;
using CleanClaim.Web.Settings;
using CleanClaim.Web.Statements;
using CleanClaim.Web.Today;
using CleanClaim.Web.Visits;
using Microsoft.AspNetCore.Routing;

namespace CleanClaim.Web.Host;

/// <summary>Every stage adds its pages here, in the order of the revenue cycle.</summary>
internal static class Pages
{
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapToday();
        routes.MapPatients();
        routes.MapVisits();
        routes.MapClaims();
        routes.MapPayments();
        routes.MapDenials();
        routes.MapStatements();
        routes.MapReports();
        routes.MapSettings();
        routes.MapFiles();
    }
}
