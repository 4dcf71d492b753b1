"""Apple Podcasts' categories and subcategories, which other podcast apps use as well.

The list is Apple's (https://podcasters.apple.com/support/1691-apple-podcasts-categories); the
names are what the feed must have, letter by letter.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

# Name in the feed → (what an editor reads, the same for its subcategories).
CATEGORIES: dict[str, tuple[str | Promise, dict[str, str | Promise]]] = {
    "Arts": (
        pgettext_lazy("Apple Podcasts", "Arts"),
        {
            "Books": pgettext_lazy("Apple Podcasts", "Books"),
            "Design": pgettext_lazy("Apple Podcasts", "Design"),
            "Fashion & Beauty": pgettext_lazy("Apple Podcasts", "Fashion & Beauty"),
            "Food": pgettext_lazy("Apple Podcasts", "Food"),
            "Performing Arts": pgettext_lazy("Apple Podcasts", "Performing Arts"),
            "Visual Arts": pgettext_lazy("Apple Podcasts", "Visual Arts"),
        },
    ),
    "Business": (
        pgettext_lazy("Apple Podcasts", "Business"),
        {
            "Careers": pgettext_lazy("Apple Podcasts", "Careers"),
            "Entrepreneurship": pgettext_lazy("Apple Podcasts", "Entrepreneurship"),
            "Investing": pgettext_lazy("Apple Podcasts", "Investing"),
            "Management": pgettext_lazy("Apple Podcasts", "Management"),
            "Marketing": pgettext_lazy("Apple Podcasts", "Marketing"),
            "Non-Profit": pgettext_lazy("Apple Podcasts", "Non-Profit"),
        },
    ),
    "Comedy": (
        pgettext_lazy("Apple Podcasts", "Comedy"),
        {
            "Comedy Interviews": pgettext_lazy("Apple Podcasts", "Comedy Interviews"),
            "Improv": pgettext_lazy("Apple Podcasts", "Improv"),
            "Stand-Up": pgettext_lazy("Apple Podcasts", "Stand-Up"),
        },
    ),
    "Education": (
        pgettext_lazy("Apple Podcasts", "Education"),
        {
            "Courses": pgettext_lazy("Apple Podcasts", "Courses"),
            "How To": pgettext_lazy("Apple Podcasts", "How To"),
            "Language Learning": pgettext_lazy("Apple Podcasts", "Language Learning"),
            "Self-Improvement": pgettext_lazy("Apple Podcasts", "Self-Improvement"),
        },
    ),
    "Fiction": (
        pgettext_lazy("Apple Podcasts", "Fiction"),
        {
            "Comedy Fiction": pgettext_lazy("Apple Podcasts", "Comedy Fiction"),
            "Drama": pgettext_lazy("Apple Podcasts", "Drama"),
            "Science Fiction": pgettext_lazy("Apple Podcasts", "Science Fiction"),
        },
    ),
    "Government": (pgettext_lazy("Apple Podcasts", "Government"), {}),
    "History": (pgettext_lazy("Apple Podcasts", "History"), {}),
    "Health & Fitness": (
        pgettext_lazy("Apple Podcasts", "Health & Fitness"),
        {
            "Alternative Health": pgettext_lazy("Apple Podcasts", "Alternative Health"),
            "Fitness": pgettext_lazy("Apple Podcasts", "Fitness"),
            "Medicine": pgettext_lazy("Apple Podcasts", "Medicine"),
            "Mental Health": pgettext_lazy("Apple Podcasts", "Mental Health"),
            "Nutrition": pgettext_lazy("Apple Podcasts", "Nutrition"),
            "Sexuality": pgettext_lazy("Apple Podcasts", "Sexuality"),
        },
    ),
    "Kids & Family": (
        pgettext_lazy("Apple Podcasts", "Kids & Family"),
        {
            "Education for Kids": pgettext_lazy("Apple Podcasts", "Education for Kids"),
            "Parenting": pgettext_lazy("Apple Podcasts", "Parenting"),
            "Pets & Animals": pgettext_lazy("Apple Podcasts", "Pets & Animals"),
            "Stories for Kids": pgettext_lazy("Apple Podcasts", "Stories for Kids"),
        },
    ),
    "Leisure": (
        pgettext_lazy("Apple Podcasts", "Leisure"),
        {
            "Animation & Manga": pgettext_lazy("Apple Podcasts", "Animation & Manga"),
            "Automotive": pgettext_lazy("Apple Podcasts", "Automotive"),
            "Aviation": pgettext_lazy("Apple Podcasts", "Aviation"),
            "Crafts": pgettext_lazy("Apple Podcasts", "Crafts"),
            "Games": pgettext_lazy("Apple Podcasts", "Games"),
            "Hobbies": pgettext_lazy("Apple Podcasts", "Hobbies"),
            "Home & Garden": pgettext_lazy("Apple Podcasts", "Home & Garden"),
            "Video Games": pgettext_lazy("Apple Podcasts", "Video Games"),
        },
    ),
    "Music": (
        pgettext_lazy("Apple Podcasts", "Music"),
        {
            "Music Commentary": pgettext_lazy("Apple Podcasts", "Music Commentary"),
            "Music History": pgettext_lazy("Apple Podcasts", "Music History"),
            "Music Interviews": pgettext_lazy("Apple Podcasts", "Music Interviews"),
        },
    ),
    "News": (
        pgettext_lazy("Apple Podcasts", "News"),
        {
            "Business News": pgettext_lazy("Apple Podcasts", "Business News"),
            "Daily News": pgettext_lazy("Apple Podcasts", "Daily News"),
            "Entertainment News": pgettext_lazy("Apple Podcasts", "Entertainment News"),
            "News Commentary": pgettext_lazy("Apple Podcasts", "News Commentary"),
            "Politics": pgettext_lazy("Apple Podcasts", "Politics"),
            "Sports News": pgettext_lazy("Apple Podcasts", "Sports News"),
            "Tech News": pgettext_lazy("Apple Podcasts", "Tech News"),
        },
    ),
    "Religion & Spirituality": (
        pgettext_lazy("Apple Podcasts", "Religion & Spirituality"),
        {
            "Buddhism": pgettext_lazy("Apple Podcasts", "Buddhism"),
            "Christianity": pgettext_lazy("Apple Podcasts", "Christianity"),
            "Hinduism": pgettext_lazy("Apple Podcasts", "Hinduism"),
            "Islam": pgettext_lazy("Apple Podcasts", "Islam"),
            "Judaism": pgettext_lazy("Apple Podcasts", "Judaism"),
            "Religion": pgettext_lazy("Apple Podcasts", "Religion"),
            "Spirituality": pgettext_lazy("Apple Podcasts", "Spirituality"),
        },
    ),
    "Science": (
        pgettext_lazy("Apple Podcasts", "Science"),
        {
            "Astronomy": pgettext_lazy("Apple Podcasts", "Astronomy"),
            "Chemistry": pgettext_lazy("Apple Podcasts", "Chemistry"),
            "Earth Sciences": pgettext_lazy("Apple Podcasts", "Earth Sciences"),
            "Life Sciences": pgettext_lazy("Apple Podcasts", "Life Sciences"),
            "Mathematics": pgettext_lazy("Apple Podcasts", "Mathematics"),
            "Natural Sciences": pgettext_lazy("Apple Podcasts", "Natural Sciences"),
            "Nature": pgettext_lazy("Apple Podcasts", "Nature"),
            "Physics": pgettext_lazy("Apple Podcasts", "Physics"),
            "Social Sciences": pgettext_lazy("Apple Podcasts", "Social Sciences"),
        },
    ),
    "Society & Culture": (
        pgettext_lazy("Apple Podcasts", "Society & Culture"),
        {
            "Documentary": pgettext_lazy("Apple Podcasts", "Documentary"),
            "Personal Journals": pgettext_lazy("Apple Podcasts", "Personal Journals"),
            "Philosophy": pgettext_lazy("Apple Podcasts", "Philosophy"),
            "Places & Travel": pgettext_lazy("Apple Podcasts", "Places & Travel"),
            "Relationships": pgettext_lazy("Apple Podcasts", "Relationships"),
        },
    ),
    "Sports": (
        pgettext_lazy("Apple Podcasts", "Sports"),
        {
            "Baseball": pgettext_lazy("Apple Podcasts", "Baseball"),
            "Basketball": pgettext_lazy("Apple Podcasts", "Basketball"),
            "Cricket": pgettext_lazy("Apple Podcasts", "Cricket"),
            "Fantasy Sports": pgettext_lazy("Apple Podcasts", "Fantasy Sports"),
            "Football": pgettext_lazy("Apple Podcasts", "Football"),
            "Golf": pgettext_lazy("Apple Podcasts", "Golf"),
            "Hockey": pgettext_lazy("Apple Podcasts", "Hockey"),
            "Rugby": pgettext_lazy("Apple Podcasts", "Rugby"),
            "Running": pgettext_lazy("Apple Podcasts", "Running"),
            "Soccer": pgettext_lazy("Apple Podcasts", "Soccer"),
            "Swimming": pgettext_lazy("Apple Podcasts", "Swimming"),
            "Tennis": pgettext_lazy("Apple Podcasts", "Tennis"),
            "Volleyball": pgettext_lazy("Apple Podcasts", "Volleyball"),
            "Wilderness": pgettext_lazy("Apple Podcasts", "Wilderness"),
            "Wrestling": pgettext_lazy("Apple Podcasts", "Wrestling"),
        },
    ),
    "Technology": (pgettext_lazy("Apple Podcasts", "Technology"), {}),
    "True Crime": (pgettext_lazy("Apple Podcasts", "True Crime"), {}),
    "TV & Film": (
        pgettext_lazy("Apple Podcasts", "TV & Film"),
        {
            "After Shows": pgettext_lazy("Apple Podcasts", "After Shows"),
            "Film History": pgettext_lazy("Apple Podcasts", "Film History"),
            "Film Interviews": pgettext_lazy("Apple Podcasts", "Film Interviews"),
            "Film Reviews": pgettext_lazy("Apple Podcasts", "Film Reviews"),
            "TV Reviews": pgettext_lazy("Apple Podcasts", "TV Reviews"),
        },
    ),
}


def choices() -> list[tuple[str | Promise, list[tuple[str, str | Promise]]]]:
    """For a select: each category with its subcategories, valued "Business/Management"."""
    return [
        (label, [(name, label), *((f"{name}/{sub}", text) for sub, text in below.items())])
        for name, (label, below) in CATEGORIES.items()
    ]
