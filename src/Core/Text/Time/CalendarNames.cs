namespace SecretsKit.Core.Text.Time;

/// <summary>English names, as Go writes and reads them.</summary>
public static class CalendarNames
{
    /// <summary>January first.</summary>
    public static IReadOnlyList<string> Months { get; } =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    /// <summary>Sunday first.</summary>
    public static IReadOnlyList<string> Days { get; } = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
}
