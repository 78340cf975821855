"""What an official form is: catalogue of codes and titles, recognising a sheet, addresses."""
