using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Cli.Doctor;

/// <summary>Which age keys are found, where, whose they are, and why others are not.</summary>
internal static class KeyCheckup
{
    private const string Topic = "keys";

    /// <summary>Looks at all places.</summary>
    public static IEnumerable<DoctorFinding> Find(VerbContext context)
    {
        var places = KeyPlaces.Of(context.Host);
        foreach (var place in places.Where(place => place.State != KeyPlaceState.Absent))
        {
            yield return place.State switch
            {
                KeyPlaceState.Found => new(Topic, DoctorLevel.Ok, $"{place.Words}: {Keys(context, place.Recipients)}"),
                KeyPlaceState.Missing => new(Topic, DoctorLevel.Problem, place.Words, $"correct {place.Name}, or unset it"),
                KeyPlaceState.Unusable => new(
                    Topic, DoctorLevel.Problem, place.Words, "put one identity on each line: AGE-SECRET-KEY-1..."),
                KeyPlaceState.Protected => new(Topic, DoctorLevel.Note, place.Words),
                _ => new(Topic, DoctorLevel.Note, $"{place.Words}, which was not run"),
            };
        }

        var absent = string.Join("; ", places.Where(place => place.State == KeyPlaceState.Absent).Select(place => place.Words));
        if (places.All(place => place.State == KeyPlaceState.Absent))
        {
            yield return new(
                Topic, DoctorLevel.Warning, "there is no age key here: " + absent, "'secretskit keygen' makes one where it is looked for");
        }
        else if (absent.Length > 0)
        {
            yield return new(Topic, DoctorLevel.Note, "also looked for: " + absent);
        }
    }

    private static string Keys(VerbContext context, IReadOnlyList<string> recipients)
    {
        var names = context.NamesFor(".");
        return recipients.Count == 0
            ? "keys whose public halves only a plugin knows"
            : string.Join(", ", recipients.Select(
                recipient => names.NameOf(new AgeMasterKey(recipient)) is { } name ? $"{recipient} ({name})" : recipient));
    }
}
