"""What a bed must meet: allergies to animals, diets, smoke, a wheelchair. A family hears these words without a name."""

ALLERGIES = ("allergy_dog", "allergy_cat", "allergy_fur")
DIETS = ("vegetarian", "vegan", "halal", "kosher", "no_pork", "gluten_free", "lactose_free", "nut_free")
NEEDS = (*ALLERGIES, *DIETS, "smoke_free", "wheelchair")
